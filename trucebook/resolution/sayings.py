"""Finds who says what: verbs and nouns of saying, direct speech, "according to", turns of a transcript.

In comes a ``Doc`` with its quotations, out come :class:`Saying` objects: the word of saying, the token of the speaker, the
tokens of what is said. Who the speaker is, is resolved elsewhere.

>>> [s.entry for s in find_sayings(doc, frames, quotes)]     # doctest: +SKIP
['speech.yaml#accuse_of']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trucebook.language.quotes import Quote, Quotes
from trucebook.language.tree import (
    agent_of,
    antecedent,
    base_dep,
    child,
    children,
    clause_head_of,
    is_passive,
    preposition_of,
    subject_of,
)
from trucebook.records import Act
from trucebook.resolution.direct_speech import NEAR, SENTENCE_ENDS, direct_speech, told_clauses
from trucebook.resolution.inserted import inserted_clause
from trucebook.resolution.speech import SpeechEntry, SpeechFrames, complements, is_misread_object, openers_of
from trucebook.resolution.tenses import clause_tense

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

Via = Literal["verb", "noun", "source", "turn"]

LIGHT_VERBS = frozenset(
    {
        "make",
        "issue",
        "give",
        "renew",
        "repeat",
        "reiterate",
        "deliver",
        "express",
        "voice",
        "level",
        "launch",
        "raise",
        "release",
        "file",
    }
)
FAR = 12
"""So many tokens after the verb beside it, a verb of saying more likely goes on from the verb of saying outside."""
HUNG_ON_OBJECT = frozenset({"to", "on"})
"""Prepositions whose phrase a parse may hang on the object: "attributed the raid to Libya", "blamed the deaths on Chad"."""
QUOTING = frozenset({"quote", "cite"})


@dataclass
class Saying:
    """Someone says something; ``content`` holds token indices and never the word of saying itself.

    ``name`` is the speaker's as a label gives it, for one whom the rest of the text does not tell.
    """

    head: Token | None
    speaker: Token | None
    content: set[int]
    entry: str
    act: Act
    via: Via
    target: Token | None = None
    quoted: bool = False
    statement: bool = True
    quotes: list[Quote] = field(default_factory=list)
    name: str | None = None

    @property
    def at(self) -> int:
        """Where it stands in the text: the word of saying, or the first word said."""
        return self.head.i if self.head is not None else min(self.content, default=0)


def find_sayings(doc: Doc, frames: SpeechFrames, quotes: Quotes) -> list[Saying]:
    """Every saying of ``doc`` by verb, noun or source, in text order; direct speech without a verb goes to the speaker before."""
    found = [saying for token in doc if (saying := _saying_of(token, frames, quotes))]
    for saying in found:
        _take_out_of_words(saying, found)
    for saying in found:
        _take_quotes(saying, quotes)
    found += _by_colon(doc, found, quotes)
    _give_left_quotes(doc, found, quotes)
    return sorted(found, key=lambda s: s.at)


def _saying_of(token: Token, frames: SpeechFrames, quotes: Quotes) -> Saying | None:
    if frames.is_speech_verb(token):
        return _by_verb(token, frames, quotes)
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return _by_source(token, frames)
    entry = frames.noun_entry_of(token)
    return _by_noun(token, entry) if entry is not None else None


def _by_verb(verb: Token, frames: SpeechFrames, quotes: Quotes) -> Saying | None:
    direct = direct_speech(verb, quotes)
    entry = frames.entry_of(verb, has_quote=bool(direct))
    if entry is None:
        return _by_inserted(verb, frames)
    held, target = _held_by(verb, entry)
    content = _tokens_of(held) | direct
    content -= {verb.i} | _beyond_quote(verb, held, content, quotes)
    speaker = _speaker_of(verb, frames)
    if speaker is not None:
        content -= _phrase_of(speaker, verb) if speaker.i not in content else set()
    elif content and not is_passive(verb):
        speaker, phrase = _named_beside(verb, quotes)
        content -= phrase
    told = entry.statement or _is_put_in(verb, direct)
    return Saying(verb, speaker, content, f"speech.yaml#{entry.id}", entry.act, "verb", target=target, statement=told)


def _is_put_in(verb: Token, direct: set[int]) -> bool:
    """Whether a verb of thinking stands behind what is thought, as one of saying does: "the vote was fair, she believes"."""
    return (verb.dep_ == "parataxis" and bool(direct)) or any(c.i < verb.i for c in children(verb, "ccomp"))


def _by_inserted(verb: Token, frames: SpeechFrames) -> Saying | None:
    """What is said around a clause of saying that the tree does not show: "the bridge is open, say officials"."""
    entry = frames.entry_of(verb, has_quote=True)
    found = inserted_clause(verb) if entry is not None and entry.statement else None
    if entry is None or found is None:
        return None
    speaker: Token | None = found.speaker
    if speaker is not None and frames.is_vehicle(speaker):
        speaker = owner_or_source_of(speaker) or speaker
    return Saying(verb, speaker, found.content - {verb.i}, f"speech.yaml#{entry.id}", entry.act, "verb")


def _phrase_of(speaker: Token, verb: Token) -> set[int]:
    """The words that name the speaker; not those of a relative clause in which he says it ("the envoy, who said that ...")."""
    phrase = {t.i for t in speaker.subtree}
    return phrase - {t.i for t in verb.subtree} if verb.i in phrase else phrase


def _beyond_quote(verb: Token, held: list[Token], content: set[int], quotes: Quotes) -> set[int]:
    """After "“...,” he said": the unquoted words behind the verb, which belong to it and not to what is said."""
    heads = (quotes.outermost_of(c) for c in held)
    if not any(q is not None and not q.is_scare and q.end <= verb.i for q in heads):
        return set()
    return {i for i in content if i > verb.i and not quotes.contains(verb.doc[i])}


def _held_by(verb: Token, entry: SpeechEntry) -> tuple[list[Token], Token | None]:
    """The complements that hold what is said, and the one said against; an object is both, so what else there is decides."""
    clauses = told_clauses(verb)
    held = clauses + [c for c in complements(verb, *entry.content) if c not in clauses]
    target = _target_of(verb, entry)
    if target is not None and all(h is target for h in held):
        held += [c for c in children(target, "acl", "nmod") if openers_of(c) & set(entry.content)]
        held += [c for c in children(target, "acl") if "xcomp" in entry.content and "to" in openers_of(c)]
    both = target is not None and target in held
    if both and len(held) > 1:
        held.remove(target)  # type: ignore[arg-type]
    elif both:
        target = None
    return held, target


def _target_of(verb: Token, entry: SpeechEntry) -> Token | None:
    """Whom it is said against or to: the first complement of ``verb``, or of its set object ("levelled charges against Chad")."""
    wanted = (*entry.target, "iobj") if "obj" in entry.target else entry.target
    for name in wanted:
        nouns = children(verb, "obj") if entry.objects or name in HUNG_ON_OBJECT else []
        for found in (t for word in (verb, *nouns) for t in complements(word, name)):
            if found.pos_ == "ADP":  # "called on the army to leave", the preposition hung on the verb
                found = next((c for c in children(verb, "obl") if c.i > found.i and not children(c, "case")), found)
            if base_dep(found) not in ("ccomp", "xcomp", "advcl") and found.ent_type_ != "TIME" and found.pos_ != "ADP":
                return found
    return None


def _speaker_of(verb: Token, frames: SpeechFrames) -> Token | None:
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubj:outer") and not is_misread_object(c)]
    before = [c for c in subjects if c.i < verb.i]  # the last one: a dateline may be read as a first subject
    active = before[-1] if before else next(iter(subjects), None)
    if active is None and is_passive(verb) and verb.lemma_ in QUOTING:
        active = child(verb, "nsubj:pass")
    if active is None and "as" in openers_of(verb) and verb.head.lemma_ in QUOTING:  # "quoted an official as saying"
        active = child(verb.head, "obj", "nsubj:pass")
    speaker = agent_of(verb) if active is None else antecedent(active)
    if speaker is None or speaker.i == verb.i:
        return None
    if frames.is_vehicle(speaker):
        return owner_or_source_of(speaker) or speaker
    return speaker


def _named_beside(verb: Token, quotes: Quotes) -> tuple[Token | None, set[int]]:
    """The noun phrase between direct speech and its verb, or between the verb and a stop, where the tree has no subject."""
    doc, stops = verb.doc, (",", *SENTENCE_ENDS, "”", '"', "’", "»", ";", ":", "–", "—")
    apposed = _apposed_before(verb, quotes)
    if apposed is not None:
        return apposed, {t.i for t in apposed.subtree if apposed.i <= t.i < verb.i}
    for step in (-1,) if verb.lemma_ == "tell" else (-1, 1):
        phrase: list[Token] = []
        at = verb.i + step
        while 0 <= at < len(doc) and len(phrase) < NEAR and doc[at].text not in stops and not doc[at].is_space:
            phrase.append(doc[at])
            at += step
        stopped = not 0 <= at < len(doc) or doc[at].text in stops or doc[at].is_space
        nominal = phrase and phrase[0].pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ")
        if stopped and nominal and not any(t.pos_ in ("VERB", "AUX") or quotes.contains(t) for t in phrase):
            inside = {t.i for t in phrase}
            heads = [t for t in phrase if t.head.i not in inside and t.pos_ in ("NOUN", "PROPN", "PRON")]
            if len(heads) == 1 and heads[0].dep_ != "obl:unmarked" and heads[0].ent_type_ != "TIME":
                return heads[0], inside
    return None, set()


def _apposed_before(verb: Token, quotes: Quotes) -> Token | None:
    """The noun with a name beside it that stands between direct speech and its verb: "its leader, X Y, told", hung elsewhere."""
    doc, at = verb.doc, verb.i - 1
    if at < 0 or doc[at].text != ",":
        return None
    while at > verb.sent.start and not quotes.contains(doc[at - 1]) and doc[at - 1].pos_ not in ("VERB", "AUX"):
        at -= 1
    if at == verb.sent.start or not quotes.contains(doc[at - 1]):
        return None
    named = (t for t in doc[at : verb.i] if t.dep_ == "appos" and at <= t.head.i < t.i and t.ent_type_ == "PERSON")
    return next((t.head for t in named), None)


def owner_or_source_of(noun: Token) -> Token | None:
    """Whose word a statement or demand is: its possessor, "by X", "from X", a nationality before it, a light verb's subject."""
    owner = child(noun, "nmod:poss")
    if owner is not None:
        return owner
    for c in children(noun, "nmod", "obl", "acl"):
        if base_dep(c) != "acl" and preposition_of(c) in ("by", "from"):
            return c
        if base_dep(c) == "acl" and (agent := child(c, "obl:agent")) is not None:
            return agent
    before = next((c for c in noun.children if c.dep_ in ("compound", "amod", "nmod") and c.ent_type_ and c.i < noun.i), None)
    if before is not None:
        return before
    governor = noun.head
    if noun.dep_ == "obj" and governor.lemma_.lower() in LIGHT_VERBS:
        return subject_of(governor)
    if noun.dep_ == "obl" and preposition_of(noun) == "with" and governor.pos_ == "VERB":  # "turned to Oman with a plea to ..."
        return subject_of(governor)
    return None


def _by_noun(noun: Token, entry: SpeechEntry) -> Saying | None:
    held = [c for c in complements(noun, *entry.content) if c.i > noun.i and "by" not in openers_of(c)]
    held = [c for c in held if base_dep(c) != "acl" or openers_of(c) or "Part" not in c.morph.get("VerbForm", [])]
    held = [c for c in held if c.dep_ != "acl:relcl" or children(c, "mark")]
    content = _tokens_of(held)
    if not content:
        return None
    return Saying(noun, owner_or_source_of(noun), content, f"speech.yaml#{entry.id}", entry.act, "noun")


def _by_source(according: Token, frames: SpeechFrames) -> Saying | None:
    """ "according to X": X vouches for the clause that it stands in."""
    doc = according.doc
    source = according.head if according.dep_ == "case" else None
    if source is None or source.i <= according.i:
        after = [t for t in doc[according.i + 2 : according.i + 12] if t.pos_ in ("NOUN", "PROPN", "PRON")]
        source = next((t for t in after if t.head.i in (according.i, according.i + 1)), after[0] if after else None)
    if source is None:
        return None
    phrase = {t.i for t in source.subtree} | {according.i, according.i + 1}
    outer = source.head if source.head.i not in (according.i, source.i) else according.head
    told = _whole_told_by(clause_head_of(outer), according, frames)
    content = {t.i for t in told.subtree} - phrase
    if frames.is_vehicle(source):
        source = owner_or_source_of(source) or source
    return Saying(according, source, content, "attribution#according_to", "say", "source", statement=False)


def _whole_told_by(clause: Token, according: Token, frames: SpeechFrames) -> Token:
    """The first of the clauses for which a source behind a comma vouches: "Two died and nine were hurt, according to X"."""
    if according.i and according.nbor(-1).text == ",":
        while clause.dep_ in ("conj", "advcl") and clause.head.i < clause.i and not frames.is_speech_verb(clause.head):
            clause = clause_head_of(clause.head)
    return clause


def _tokens_of(heads: Iterable[Token]) -> set[int]:
    return {t.i for head in heads for t in head.subtree}


def _take_out_of_words(saying: Saying, others: list[Saying]) -> None:
    """ "He said that talks had failed and accused Cairo": a second verb of saying, of the same tense, goes on from the first."""
    verb = saying.head
    if saying.via != "verb" or verb is None or verb.dep_ != "conj" or child(verb, "nsubj", "nsubj:pass") is not None:
        return
    outer = [o for o in others if o.via == "verb" and o.head is not None and verb.i in o.content and o.head.i < verb.i]
    said = max(outer, key=lambda o: o.at, default=None)
    if said is None or said.head is None or said.head.sent.start != verb.sent.start:
        return
    beside = verb.head
    goes_on = clause_tense(beside) != clause_tense(verb) or verb.i - beside.i > FAR or bool(children(beside, "aux"))
    if beside.i != said.head.i and clause_tense(said.head) == clause_tense(verb) and goes_on:
        said.content -= {t.i for t in verb.subtree} | {verb.i}
        saying.speaker = said.speaker


def _take_quotes(saying: Saying, quotes: Quotes) -> None:
    """Stretch what is said to the whole of the quotations that its clause stands in, and note whether words are quoted."""
    for quote in quotes.spans:
        if saying.head is not None and quote.covers(saying.head.i):
            continue
        inside = [i for i in range(quote.start, quote.end) if i in saying.content]
        if not inside:
            continue
        saying.quoted = True
        whole = len(inside) < quote.end - quote.start
        for other in quotes.run_of(quote) if quote.depth == 0 and not quote.is_scare else (quote,):
            if saying.head is not None and other.covers(saying.head.i):
                continue
            saying.quotes.append(other)
            if whole or other is not quote:
                saying.content |= set(range(other.start, other.end))


def _by_colon(doc: Doc, sayings: list[Saying], quotes: Quotes) -> Iterator[Saying]:
    """ "The envoy was blunt: “We will stay.”": direct speech behind a colon, said by the subject of the clause before it."""
    taken = {(q.start, q.end) for saying in sayings for q in saying.quotes}
    for quote in quotes.spans:
        if quote.depth or quote.is_scare or (quote.start, quote.end) in taken or quote.start < 2:
            continue
        colon = doc[quote.start - 1]
        clause = clause_head_of(colon.nbor(-1)) if colon.text == ":" else None
        speaker = subject_of(clause) if clause is not None and clause.i < colon.i else None
        if clause is not None and speaker is not None and speaker.i < colon.i:
            content = set(range(quote.start, quote.end))
            yield Saying(clause, speaker, content, "attribution#colon", "say", "verb", quoted=True, quotes=[quote])


def _give_left_quotes(doc: Doc, sayings: list[Saying], quotes: Quotes) -> None:
    """Direct speech that no verb introduces belongs to the speaker of the quotation, or of the saying, just before it."""
    taken = {(q.start, q.end) for saying in sayings for q in saying.quotes}
    for quote in quotes.spans:
        if quote.depth or quote.is_scare or (quote.start, quote.end) in taken or not _is_sentence(doc, quote):
            continue
        before = [s for s in sayings if s.via == "verb" and s.at < quote.start and not quote.covers(s.at)]
        last = max(
            before, key=lambda s: max(s.at, max((q.end for q in s.quotes if q.end <= quote.start), default=0)), default=None
        )
        if last is not None and _is_next(doc, last, quote):
            last.content |= set(range(quote.start, quote.end))
            last.quotes.append(quote)
            last.quoted = True


def _is_sentence(doc: Doc, quote: Quote) -> bool:
    """Whether the quotation stands as a sentence of its own: it begins one and is not part of a clause around it."""
    before = next((t for t in reversed(doc[max(0, quote.start - 3) : quote.start]) if not t.is_space), None)
    return before is None or before.text in (*SENTENCE_ENDS, ":", "”", '"', "’", "»") or doc[quote.start].is_sent_start is True


def _is_next(doc: Doc, saying: Saying, quote: Quote) -> bool:
    """No more than one sentence, and no paragraph without quotation, lies between."""
    end = max([saying.at, *(q.end for q in saying.quotes if q.end <= quote.start)])
    gap = doc[end : quote.start]
    breaks = sum(t.text.count("\n") > 0 for t in gap)
    ends = sum(t.text in SENTENCE_ENDS for t in gap)
    return ends <= 1 and breaks <= 1 and (breaks == 0 or saying.quoted)


def iter_ranges(indices: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of neighbouring ``indices`` as half-open ranges, in order."""
    ordered = sorted(indices)
    start = previous = None
    for index in ordered:
        if previous is None or start is None:
            start = index
        elif index != previous + 1:
            yield start, previous + 1
            start = index
        previous = index
    if start is not None and previous is not None:
        yield start, previous + 1
