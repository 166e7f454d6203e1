"""On what or where something is said: a channel, a speech, a newspaper.

In comes an act of speech, out goes the name of its venue as the text gives it: "Telegram", "a video address", "CNN".

>>> find_venue(speech, entries, scene)[0]      # doctest: +SKIP
'Telegram'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.acts import StatementEntry
from trucebook.language.tree import base_dep, children, preposition_of, span_of

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.scene import Scene


CARRIED = frozenset(
    {"interview", "post", "message", "channel", "video", "statement", "comment", "remark", "programme", "program"}
)
"""Words and talks that are given to or on a venue: "in an interview with CNN", "in a statement to the agency"."""
LONGEST = 6
SPEAKING = frozenset({"speak", "write", "talk", "appear", "post", "address"})


def find_venue(speech: Speech, entries: tuple[StatementEntry, ...], scene: Scene) -> tuple[str, StatementEntry] | None:
    """On what or where it is said: "on Telegram", "in a video address", "told CNN", "in an interview with Bild"."""
    verb = speech.head
    if verb is None or speech.via != "verb":
        return None
    places = list(find_circumstances(speech))
    carriers = [t for t in places if t.lemma_ in CARRIED]
    inner = [m for t in carriers for m in children(t, "nmod")]
    inner += [m for t in carriers for posted in children(t, "acl") for m in children(posted, "obl")]
    inner += [m for t in children(verb, "obj") for m in children(t, "nmod") if preposition_of(m) in ("on", "via")]
    for token in [*inner, *places]:
        for entry in entries:
            found = _venue_name(token, entry)
            if found:
                return found, entry
    outlet = next((entry for entry in entries if entry.id == "outlet"), None)
    told = children(verb, "iobj", "obj") if verb.lemma_ == "tell" else []
    named = [t for t in told if t.pos_ == "PROPN" and t.ent_type_ not in ("PERSON", "PLACE") and scene.actor(t) is None]
    return (_capitalised_name(list(named[0].subtree)), outlet) if named and outlet else None  # "told The New Observer"


def find_circumstances(speech: Speech) -> Iterator[Token]:
    """The heads of the phrases around a verb of saying that tell how, where or to whom, wherever the tree hangs them."""
    verb = speech.head
    if verb is None:
        return
    found: set[int] = set()
    spoken = [c for c in verb.children if base_dep(c) == "advcl" and c.lemma_ in SPEAKING and c.lower_.endswith("ing")]
    spoken = [o for c in spoken for o in children(c, "obl", "obj", "iobj")]
    above = [c for c in children(verb.head, "obl") if c.i < verb.head.i] if verb.dep_ == "conj" else []
    for token in [*children(verb, "obl", "obj", "iobj"), *_phrases_after(verb), *above, *spoken]:
        is_said = speech.covers(token.i) and (token.head.i == verb.i or token.head.dep_ == "ccomp") and token.i > verb.i + 8
        if token.i not in found and not is_said:
            found.add(token.i)
            yield token


def _phrases_after(verb: Token) -> Iterator[Token]:
    """The heads of the prepositional phrases that follow a verb directly, or behind its addressee ("told reporters in ...")."""
    doc, i, end = verb.doc, verb.i + 1, min(verb.sent.end, verb.i + 9)
    while i < end:
        token = doc[i]
        if token.pos_ == "ADP" and token.head.i > i and token.head.pos_ in ("NOUN", "PROPN"):
            yield token.head
            i = token.head.i + 1
        elif token.pos_ in ("NOUN", "PROPN", "DET", "ADJ") and i <= verb.i + 2:
            i += 1
        else:
            return


def _capitalised_name(words: list[Token]) -> str:
    """The first words that run in capitals: "The Associated Press" of "The Associated Press news agency"; ``""`` without any."""
    name: list[Token] = []
    for word in words:
        if word.text[:1].isupper() or (name and word.lower_ in ("of", "-", "&")):
            name.append(word)
        elif any(w.pos_ == "PROPN" for w in name):
            break
        else:
            name = []
    while name and not name[-1].text[:1].isupper():
        name.pop()
    if not any(w.pos_ == "PROPN" for w in name):
        return ""
    span = span_of(name)
    return name[0].doc.text[span.start : span.end]


def _venue_name(token: Token, entry: StatementEntry) -> str | None:
    role = "obj" if base_dep(token) in ("obj", "iobj") else preposition_of(token)
    if not (entry.names or entry.nouns) or role not in entry.prepositions:
        return None
    words = [
        t
        for t in token.subtree
        if t.head.i != token.i or t.pos_ == "PRON" or base_dep(t) not in ("case", "acl", "appos", "nmod", "parataxis")
    ]
    near = [t for t in words if _is_near(t, token)]
    phrase = span_of(near)
    text = token.doc.text[phrase.start : phrase.end]
    bare = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", text, flags=re.IGNORECASE)
    name = next((n for n in entry.names if re.search(rf"\b{re.escape(n)}\b", bare)), None)
    if name:
        return name
    if any(bare.lower().endswith(noun) for noun in entry.nouns):
        if entry.id == "outlet":
            beside = next((c.text for c in children(token, "appos") if c.pos_ == "PROPN" and c.i > token.i), None)
            one_of_many = text.lower().startswith(("a ", "an "))  # "a French-language station"; but "the agency SUNA"
            return beside or ("" if one_of_many else _capitalised_name(words)) or text
        if entry.id == "gathering" and role == "obj" and token.head.lemma_ not in ("tell", "address"):
            return None  # "notified parliament"
        return bare if entry.id == "gathering" else _with_hearers(token, near, text)
    return None


def _with_hearers(token: Token, near: list[Token], text: str) -> str:
    """A speech with whom it is given to: "a speech to officers"."""
    heard = next((c for c in children(token, "nmod") if preposition_of(c) == "to" and c.i > token.i), None)
    if heard is None or len(list(heard.subtree)) > LONGEST:
        return text
    phrase = span_of([*near, *heard.subtree])
    return token.doc.text[phrase.start : phrase.end]


def _is_near(token: Token, head: Token) -> bool:
    """Whether ``token`` is ``head`` or one of its plain modifiers, whose own words come with it."""
    while token.i != head.i:
        if base_dep(token) in ("acl", "appos", "parataxis", "nmod", "case", "conj", "cc", "punct") and token.dep_ != "nmod:poss":
            return False
        token = token.head
    return True
