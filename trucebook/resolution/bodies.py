"""How the bodies of a side are called: "the *foreign ministry*", "the UN mission in Mali (*MINUSMA*)", "the *IRGC Navy*".

In comes a :class:`Cast` and a phrase of the vocabulary or of the party table, out goes the body's name.

>>> body_name(cast, cast.surface.noun_at[4])     # doctest: +SKIP
'Ministry of Foreign Affairs'
"""

from __future__ import annotations

from trucebook.language.names import Phrase
from trucebook.resolution.cast import Cast
from trucebook.resolution.parties import Meaning
from trucebook.resolution.titles import Noun

NounPhrase = Phrase[tuple[Noun, ...]]
LONGEST_COMPLEMENT = 9
POSTS = frozenset(("embassy", "consulate"))
"""Bodies of which a state has many: where one stands is part of its name."""


def body_span(cast: Cast, noun: NounPhrase) -> tuple[int, int]:
    """The tokens of a body's name, from its first modifier to the end of its complement."""
    doc, hits, start, last = cast.doc, cast.surface.hit_at, noun.start, noun.end
    floor = doc[noun.start].sent.start
    while start > floor and doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN") and start - 1 not in hits:
        if doc[start - 1].pos_ == "PROPN" and cast.gazetteer.lookup(doc[start - 1].text) is not None:
            break
        start -= 1
    if last + 1 < len(doc) and noun.value[0].name in POSTS and doc[last].lower_ == "in" and doc[last + 1].pos_ == "PROPN":
        return start, last + 2  # "embassy in Beirut"
    if last >= len(doc) or doc[last].lower_ not in ("of", "for"):
        return start, last
    for i in range(noun.end + 1, min(noun.end + LONGEST_COMPLEMENT, len(doc))):
        if (
            i in hits
            or i in cast.surface.title_at
            or (doc[i].pos_ not in ("NOUN", "PROPN", "ADJ") and doc[i].lower_ not in ("and", "the"))
        ):
            break
        if doc[i].pos_ in ("NOUN", "PROPN"):
            last = i + 1
    return start, last


def body_name(cast: Cast, noun: NounPhrase) -> str:
    """The body's name as the text gives it, without the party: "foreign ministry", "Ministry of Foreign Affairs"."""
    start, end = body_span(cast, noun)
    return cast.doc[start:end].text


def short_name(cast: Cast, noun: NounPhrase, code: str) -> str | None:
    """The known name in brackets after a body that is only described: "the UN mission in Mali (MINUSMA)"."""
    doc = cast.doc
    for i in range(noun.end, min(noun.end + LONGEST_COMPLEMENT, doc[noun.start].sent.end - 1)):
        if doc[i].text == "(":
            hit = cast.surface.hit_at.get(i + 1)
            known = hit is not None and hit.value.party == code and hit.value.sense == "body"
            return hit.value.body if hit is not None and known else None
        if doc[i].text == "," or doc[i].pos_ in ("VERB", "AUX"):
            break
    return None


def name_of_body(cast: Cast, hit: Phrase[Meaning]) -> tuple[str, int]:
    """The name of a body that the lexicon knows, in its fullest form in the text, and the token after it.

    A branch named with it belongs to it ("IRGC *Navy*"); so does where an embassy stands.
    """
    doc, noun = cast.doc, cast.surface.noun_at.get(hit.end)
    if noun is not None and noun.start == hit.end and doc[hit.end].text[:1].isupper() and noun.value[0].acts_as != "members":
        return doc[hit.start : noun.end].text, noun.end
    return cast.full_names.get(hit.value.body or "", hit.value.body or doc[hit.start : hit.end].text), hit.end


def letterhead(cast: Cast, noun: NounPhrase) -> list[str]:
    """The state in whose letterhead a body stands: "Republic of Chad, Ministry of Foreign Affairs" on a line of its own."""
    doc, at = cast.doc, noun.start - 2
    hit = cast.surface.hit_at.get(at)
    if hit is None or doc[noun.start - 1].text != "," or not doc[noun.start].text[:1].isupper():
        return []
    opens = hit.start == 0 or "\n" in doc[hit.start - 1].text_with_ws
    return [hit.value.party] if opens and hit.value.sense == "name" and hit.value.party else []
