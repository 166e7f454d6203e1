"""Lemmas as edit scripts: what must be done to a word to get its lemma, so that lemmatising is a choice of class.

In: a word and a script. Out: the lemma. Training derives the scripts, run time applies them; one file, so that the two agree.

    derive_script("Killed", "kill")   # 'l2|'   lower case, cut two characters, add none
    apply_script("Wounded", "l2|")    # 'wound'
    derive_script("was", "be")        # '=be'   nothing in common: the whole lemma
"""

from __future__ import annotations

import lemminflect


def derive_script(word: str, lemma: str) -> str:
    """The script that turns `word` into `lemma`: `k` keeps case, `l` lowers it, then a cut length, `|` and an ending.

    Words that share fewer than half their lemma's letters get the whole lemma behind `=`.
    """
    flag = "k" if lemma != lemma.lower() or word == word.lower() else "l"
    base = word if flag == "k" else word.lower()
    if base == base.lower() and flag == "k":
        flag = "l"  # the two are the same here; one class is easier to learn than two
    if base != base.lower() and lemma.lower() == base.lower() and lemma != base:
        return "t0|" if lemma == title_form(base) else f"={lemma}"
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    if shared * 2 < len(lemma):
        return f"={lemma}"
    return f"{flag}{len(base) - shared}|{lemma[shared:]}"


def apply_script(word: str, script: str) -> str:
    """The lemma of `word` by `script`; a script that cuts more than there is leaves the word whole."""
    if script.startswith("="):
        return script[1:]
    flag, (cut, _, ending) = script[0], script[1:].partition("|")
    base = {"k": word, "l": word.lower(), "t": title_form(word)}[flag]
    length = int(cut)
    return (base[: len(base) - length] + ending) if length < len(base) or ending else base


def checked_lemma(word: str, lemma: str, upos: str) -> str:
    """``lemma``, or the dictionary's where a verb cannot have that lemma, or where no noun has it.

    A script is chosen by a classifier, so a rare word may get a stem that is none ("thanke"); LemmInflect's dictionary (made from
    the NIH SPECIALIST lexicon) knows which lemmas a form can have. On EWT train it has 99.4 % of the lemmas of verbs.

    >>> checked_lemma("thanked", "thanke", "VERB"), checked_lemma("left", "leave", "VERB")
    ('thank', 'leave')
    """
    if upos not in ("VERB", "NOUN") or not word.islower() or not word.isalpha():
        return lemma
    listed = lemminflect.getLemma(word, upos=upos, lemmatize_oov=upos == "VERB")
    if not listed or lemma in listed or (upos == "NOUN" and lemminflect.getLemma(lemma, upos=upos, lemmatize_oov=False)):
        return lemma
    return str(listed[0])


def title_form(word: str) -> str:
    """First letter large, the others small: the lemma of a name in capitals."""
    return word[:1].upper() + word[1:].lower()
