"""spaCy's English tokenizer with the habits of the UD treebanks, so that raw text is cut as the model has learned it.

In: a blank English pipeline. Out: its tokenizer, adjusted: prefixes keep their hyphen ("non-state", "re-elected"), runs of
marks stay whole ("!!", "***"), dashes are always cut off, "and/or" is three words, a few abbreviations keep their point.

    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    [t.text for t in nlp("anti-government fighters—nearly 2,000—left.")]
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer

PREFIXES = (
    "anti", "bi", "co", "counter", "cyber", "e", "ex", "extra", "fore", "hyper", "inter", "intra", "macro", "mega", "meta",
    "micro", "mid", "mini", "mis", "mono", "multi", "non", "para", "post", "pre", "pro", "proto", "pseudo", "re", "semi",
    "socio", "sub", "super", "trans", "tri", "ultra", "un", "under", "uni", "vice",
)  # fmt: skip
"""Parts of a word that never stand alone: UD leaves them joined (universaldependencies.org/en/tokenization.html)."""

ABBREVIATIONS = (
    "Lt.", "Col.", "Maj.", "Sgt.", "Cpl.", "Capt.", "Gen.", "Brig.", "Adm.", "Cmdr.", "Pvt.", "Gov.", "Sen.", "Rep.", "Rev.",
    "Hon.", "Prof.", "Ft.", "Mt.", "Jr.", "Sr.", "St.", "Ave.", "approx.", "Sat.", "Sun.", "Mon.", "Tue.", "Tues.", "Wed.",
    "Thu.", "Thurs.", "Fri.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.",
    "Mlle.", "Mme.", "vs.", "a.k.a.", "i.e.", "e.g.", "al.", "Inc.", "Corp.", "Ltd.", "Co.", "Bros.", "div.", "est.", "min.",
    "max.",
)  # fmt: skip
_AMBIGUOUS = {"Sat.", "Sun.", "Mon.", "Fri.", "Mar.", "al.", "min.", "max.", "est.", "Tue.", "Thu.", "Jun.", "Jul."}
"""Left to spaCy: as often a word at the end of a sentence."""

_CLITICS = frozenset({"id", "Id", "ID", "and/or"})
"""Exceptions of spaCy's that cut (or keep) where the treebanks do not."""


def make_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer for `nlp`'s vocabulary; the one that `nlp` has is not changed."""
    defaults = nlp.Defaults
    kept = "".join(f"(?<!\\b{prefix})(?<!\\b{prefix.capitalize()})" for prefix in PREFIXES)
    infixes = [
        infix.replace("(?:-|", f"(?:{kept}-|", 1) if infix.startswith("(?<=[") and "(?:-|" in infix else infix
        for infix in map(str, defaults.infixes or ())
    ]
    runs = [r"!{2,}", r"\?{2,}", r"[?!]{2,}", r"\*{2,}", r"={2,}", r"_{2,}", r"-{2,}", r"<{2,}", r">{2,}", r"~{2,}", r"#{2,}"]
    dashes = [r"[–—―]"]
    units = [r"(?<=[0-9])(?:bn|mn|tn|[AaPp][Mm])"]
    return Tokenizer(
        nlp.vocab,
        rules=_exceptions(nlp),
        prefix_search=spacy.util.compile_prefix_regex([*runs, *dashes, *(defaults.prefixes or ())]).search,
        suffix_search=spacy.util.compile_suffix_regex([*runs, *dashes, *units, *(defaults.suffixes or ())]).search,
        infix_finditer=spacy.util.compile_infix_regex([*runs, *dashes, *infixes]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )


def _exceptions(nlp: Language) -> dict[str, list[dict[int, str]]]:
    rules = {word: parts for word, parts in (nlp.Defaults.tokenizer_exceptions or {}).items() if word not in _CLITICS}
    rules |= {word: [{ORTH: word}] for word in ABBREVIATIONS if word not in _AMBIGUOUS}
    for word in ("wanna", "Wanna"):
        rules[word] = [{ORTH: word[:3]}, {ORTH: word[3:]}]
    return rules
