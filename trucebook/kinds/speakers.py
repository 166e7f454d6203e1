"""Who makes a statement, and on which day.

In comes an act of speech, out come its speakers: those found by the tree, or for "we" those in whose words it stands, or whoever
is named next to the verb; no outlets. Headers date what is said in the turns and releases that stand under them.

>>> speakers_of(speech, scene)      # doctest: +SKIP
[Actor(party='KEN', ...)]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.acts import FIRST_PERSON, RECIPROCAL
from trucebook.language.tree import base_dep, child, children, is_passive, subject_of
from trucebook.records import Actor, DateRange
from trucebook.resolution.tenses import clause_tense

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.scene import Scene

OUTLET = re.compile(
    r"\b(?:news ?agency|news|newspaper|daily|times|post|broadcaster|reuters|television|tv|radio|journal|media|tribune|"
    r"herald|guardian|gazette|magazine|website|cnn|bbc|afp|tass|al[- ]jazeera|outlets?)\b",
    re.IGNORECASE,
)
VEHICLES = frozenset(
    {"statement", "message", "communique", "communiqué", "release", "letter", "document", "text", "bulletin", "summary", "note"}
)
RELEASE = re.compile(
    r"press (?:release|service)|communiqu|statement (?:by|of|from|on|attribut)|ministry|(?:office|department) of|spokesperson",
    re.IGNORECASE,
)
HEAD = 400
"""The most characters above the text of a release."""


def speakers_of(speech: Speech, scene: Scene) -> list[Actor]:
    """Who says it: those found, or for "we" those in whose words it stands, or whoever is named next to the verb; no outlets."""
    speakers = list(speech.speakers)
    if speech.head is not None and (both := each_of(speech.head, scene)):
        return both
    outer = outer_speech(speech, scene)
    first_person = speech.speaker is not None and speech.speaker.lower_ in FIRST_PERSON
    if outer is not None and (first_person or (outer.via == "turn" and is_own_turn(speech, outer, scene))):
        speakers = list(outer.speakers)
    elif speech.speaker is not None:
        speakers += [actor for actor in _joined_to(speech.speaker, scene) if actor not in speakers]
    elif speech.head is not None and speech.via == "verb" and not is_passive(speech.head):
        speakers = list(scene.actors(_noun_beside(speech.head)))
    if speech.head is not None and _goes_on(speech.head, speakers):
        around = next((s for s in scene.attributions.speeches_over(speech.head) if s.via == "verb"), None)
        around = around or _main_speech(speech.head, scene)
        bare = speech.speaker is None or speech.speaker.pos_ in ("NOUN", "PRON")
        acts = {s.head.i for s in scene.attributions.speech_acts if s.head is not None and s.via == "verb"}
        if around is not None and (bare or (speech.act == "say" and speech.head.head.i not in acts)):
            speakers = list(around.speakers)
    text = _text_of_words(speech) if not speakers else None
    if text is not None:
        giver = subject_of(text.head) if text.dep_ == "obj" else None
        speakers = list(scene.actors(giver)) if giver is not None else []
        speakers = speakers or _speakers_before(text, scene)
    return [actor for actor in speakers if not is_outlet(actor)]


def _text_of_words(speech: Speech) -> Token | None:
    """The text that says it: "the statement accused Chad", "published a statement that accuses Chad" (or "accusing Chad")."""
    nouns = [speech.speaker] if speech.speaker is not None else []
    if speech.head is not None and base_dep(speech.head) in ("acl", "acl:relcl"):
        nouns.append(speech.head.head)
    return next((noun for noun in nouns if noun.lemma_.lower() in VEHICLES), None)


def each_of(verb: Token, scene: Scene) -> list[Actor]:
    """The two who accuse each other: "Chad and Libya met, each accusing the other", "each side has blamed the other"."""
    each = child(verb, "nsubj")
    if each is None or not _is_each(each) or not any(_is_the_other(c) for c in children(verb, "obj", "obl", "nsubj")):
        return []
    above = subject_of(verb.head) if base_dep(verb) in ("advcl", "parataxis", "conj", "acl") else None
    found = list(scene.actors(above)) if above is not None else []
    return found if len(found) == 2 else _last_two(verb, scene)


def _is_each(subject: Token) -> bool:
    """ "each", "each side", "the one side"."""
    return subject.lower_ == "each" or any(c.lower_ in ("each", "one") for c in children(subject, "det", "amod", "nummod"))


def _is_the_other(token: Token) -> bool:
    other = any(c.lower_ == "other" for c in children(token, "det", "amod"))
    return token.lower_ == "other" or (other and token.lemma_.lower() in RECIPROCAL)


def _last_two(verb: Token, scene: Scene) -> list[Actor]:
    """The two parties named last before ``verb``, where its sentence or the one before names just two."""
    reach = verb.sent.start - 1
    start = verb.doc[reach].sent.start if reach >= 0 else 0
    named = [a for token, actors in scene.actor_index.mentions() if start <= token.i < verb.i for a in actors if a.party]
    parties = {
        actor.party: Actor(party=actor.party, name=actor.name if actor.kind == "party" else None, kind="party") for actor in named
    }
    return list(parties.values()) if len(parties) == 2 else []


def _main_speech(verb: Token, scene: Scene) -> Speech | None:
    """The act of speech that the sentence of ``verb`` is built on: "has rejected the claim that ..., urging restraint"."""
    root = verb.sent.root
    return next((s for s in scene.attributions.speech_acts if s.head is not None and s.head.i == root.i < verb.i), None)


def _goes_on(verb: Token, speakers: list[Actor]) -> bool:
    """Whether a verb goes on from the act of speech in whose words a parse has put it, as its own ``speakers`` cannot speak.

    "denied that its jets had struck the camp, urging restraint", "said the war was over and accused Libya".
    """
    if verb.pos_ != "VERB" or children(verb, "nsubj", "aux"):
        return False
    if verb.dep_ == "conj":
        return not speakers
    return verb.lower_.endswith("ing") and verb.dep_ == "advcl" and all(actor.kind == "party" for actor in speakers)


def _speakers_before(word: Token, scene: Scene) -> list[Actor]:
    """Who spoke last before ``word``: whose "the statement" is."""
    before = [s for s in scene.attributions.speech_acts if s.head is not None and s.head.i < word.i and s.speakers]
    return list(before[-1].speakers) if before else []


def _joined_to(speaker: Token, scene: Scene) -> Iterator[Actor]:
    """Parties whose names a parse hangs on the last word of a longer name ("the Republic of Chad and Libya say")."""
    first = scene.actor(speaker)
    if first is None or first.kind != "party":
        return
    for token in speaker.subtree:
        if (
            token.dep_ == "conj"
            and token.pos_ == "PROPN"
            and token.head.i != speaker.i
            and base_dep(token.head) in ("nmod", "flat")
        ):
            other = scene.actor(token)
            if other is not None and other.kind == "party" and other.party != first.party:
                yield other


def _noun_beside(verb: Token) -> Token | None:
    """The noun phrase just before or after a verb of saying: a speaker whom the tree hangs elsewhere."""
    doc, start = verb.doc, verb.sent.start
    at = verb.i - 1
    while at > start and (doc[at].is_punct or doc[at].pos_ in ("ADV", "AUX", "PART")):
        at -= 1
    token = doc[at] if at >= start and doc[at].pos_ in ("NOUN", "PROPN", "PRON") else None
    if token is None and verb.i + 1 < verb.sent.end and doc[verb.i + 1].pos_ == "PROPN":
        token = doc[verb.i + 1]
    if token is not None and token.dep_ == "appos" and verb.dep_ == "parataxis" and token.i == verb.i - 1:
        return token  # "the bridge, Sudan said, had been rebuilt"
    while token is not None and token.dep_ in ("flat", "appos", "compound", "nmod") and verb.i - 12 < token.head.i != verb.i:
        token = token.head
    is_object = token is not None and token.dep_ in ("obj", "iobj") and not (token.i > verb.i and token.ent_type_ == "PERSON")
    return token if token is not None and token.i != verb.i and not is_object else None


def is_outlet(actor: Actor) -> bool:
    """Whether an actor is a paper, station or agency, which only passes words on."""
    return actor.kind != "person" and bool(OUTLET.search(actor.name or ""))


def outer_speech(speech: Speech, scene: Scene) -> Speech | None:
    """The act of speech within whose words ``speech`` is told."""
    if speech.head is None:
        return None
    return next((s for s in scene.attributions.speeches_over(speech.head) if s is not speech), None)


def is_own_turn(speech: Speech, turn: Speech, scene: Scene) -> bool:
    """Whether the speaker of a turn speaks for himself or his side, here and now: "We urge", "Chad condemns"."""
    if speech.head is None or speech.speaker is None or clause_tense(speech.head) != "present":
        return False
    ours = {(actor.party, None) for actor in turn.speakers if actor.party}
    side = {(actor.party, None) for actor in speech.speakers if actor.kind == "party"}
    return speech.speaker.lower_ in FIRST_PERSON or bool(ours & side)


def date_of(speech: Speech, scene: Scene) -> DateRange | None:
    """When it is said: by its own words, by the header over its turn, or by that over the release which tells it."""
    if speech.head is None:
        first = next(s for s in scene.attributions.speech_acts if s.entry == speech.entry)  # its lead dates a transcript
        day = scene.date_index.turn_day(scene.doc[first.content[0][0]])
        return day or (DateRange.day(scene.document.published) if speech.entry == "attribution#headline" else None)
    day = scene.date(speech.head)
    outer = outer_speech(speech, scene) if day is None else None
    if outer is not None and outer.via == "turn" and is_own_turn(speech, outer, scene):
        return date_of(outer, scene)  # "We urge both sides to ..." in a turn
    return day or _release_day(speech, scene)


def _release_day(speech: Speech, scene: Scene) -> DateRange | None:
    """The day of the header, where a release tells what its issuer says, in its own voice."""
    issuer, day = scene.made("release", lambda: _issuer_and_day(scene))
    head = speech.head
    if day is None or head is None or speech.via != "verb" or scene.quotes.contains(head) or scene.asserted_by(head) is not None:
        return None
    ours = any(actor.party == issuer for actor in speech.speakers)
    return day if ours and clause_tense(head) in ("present", "past", "perfect") else None


def _issuer_and_day(scene: Scene) -> tuple[str | None, DateRange | None]:
    """Whose release the document is, by who speaks in it most, and the day in its head; nothing where it is no release."""
    first = next((s.head for s in scene.attributions.speech_acts if s.via == "verb" and s.head is not None), None)
    head = scene.doc.text[: min(first.sent[0].idx, HEAD)] if first is not None else ""
    is_transcript = any(s.via == "turn" for s in scene.attributions.speech_acts)
    if first is None or is_transcript or not RELEASE.search(head):
        return None, None
    parties = Counter(a.party for s in scene.attributions.speech_acts if s.via == "verb" for a in s.speakers[:1] if a.party)
    issuer = max(parties, key=lambda party: parties[party], default=None)
    return issuer, scene.date_index.turn_day(first.sent[0])
