"""Who is meant: actors by token, over one document.

In come a ``Doc``, its :class:`Document` and the lexicon; out go actors: states, groups, bodies and persons with the party for
which they speak. One pass reads the text from left to right: names of parties, persons' names with their titles, collective
nouns ("the army"), and pronouns; a person's party and fullest name hold for the whole document.

>>> index = ActorIndex(doc, document=document, lexicon=lexicon, quotes=quotes)     # doctest: +SKIP
>>> index.resolve(doc[2])                                                          # doctest: +SKIP
(Actor(party='COD', name='Félix Tshisekedi', kind='person', role='president'),)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.language.names import Phrase, normal, word_set
from trucebook.language.quotes import Quotes
from trucebook.language.tree import base_dep, children, conjuncts, subject_of
from trucebook.lexicon import Lexicon
from trucebook.records import Actor, Document
from trucebook.resolution.appositions import Introduction, introduce
from trucebook.resolution.bodies import name_of_body
from trucebook.resolution.cast import Cast
from trucebook.resolution.chains import Chains
from trucebook.resolution.collectives import latest_pair, read_noun, read_title, teller_of
from trucebook.resolution.coreference import HE, IT, PLACING, SHE, THEY, MentionKind, Referent
from trucebook.resolution.parties import Meaning
from trucebook.resolution.persons import Person, Run
from trucebook.resolution.persons_named import is_outlet, is_person, read_organisation, read_person, settle_parties

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

PRONOUNS = HE | SHE | IT | THEY
INSERTED = frozenset({"say", "add", "state", "announce", "claim", "report", "note"})
QUANTITIES = word_set(
    "number dozens hundreds thousands some many most part rest majority remains one two both all half scores each "
    "units elements "
    "members several few dozen"
)


class ActorIndex:
    """The actors of one document, asked by token."""

    def __init__(self, doc: Doc, *, document: Document, lexicon: Lexicon, quotes: Quotes | None = None) -> None:
        self.doc = doc
        self._quotes, self._lexicon = quotes, lexicon
        self._cast = Cast(doc, document=document, lexicon=lexicon)
        self._introductions: dict[int, Introduction] = {}
        self._introducing: set[int] = set()
        self._introduce()
        self._read()
        settle_parties(self._cast)

    def resolve(self, token: Token) -> tuple[Actor, ...]:
        """Everyone that ``token`` and what is coordinated with it stand for; ``()`` for nobody in particular."""
        found: list[Referent] = []
        token = self._head_of_name(token)
        for one in self._joined(token):
            if one.pos_ not in ("VERB", "AUX") or one.i in self._cast.referents:
                found.extend(r for r in self._own(one) if r not in found)
        persons = {r.party for r in found if isinstance(r, Person)}
        if persons and token.i in self._cast.surface.title_at:
            found = [r for r in found if isinstance(r, Person) or r.kind != "party" or r.party not in persons]
        return tuple(dict.fromkeys(r.to_actor() if isinstance(r, Person) else r for r in found))

    def mentions(self) -> Iterator[tuple[Token, tuple[Actor, ...]]]:
        """Every mention's head with those for whom it stands, in text order: what was read in the text, nobody left out."""
        for mention in sorted(self._cast.discourse.mentions, key=lambda m: m.token.i):
            found = tuple(r.to_actor() if isinstance(r, Person) else r for r in mention.referents)
            if found:
                yield mention.token, tuple(dict.fromkeys(found))

    def chains(self) -> list[list[Token]]:
        """The heads of all mentions of one person or organisation, in order; those without a party too, "I" and "you" also."""
        quoted = self._quotes.contains if self._quotes is not None else lambda _: False
        return list(Chains(self._cast, lexicon=self._lexicon, quoted=quoted))

    def _joined(self, token: Token) -> list[Token]:
        """``token`` and what is coordinated with it, or with the name that stands beside it ("envoy A and his counterpart B")."""
        own = self._cast.referents.get(token.i)
        names = [c for c in children(token, "appos") if own and self._cast.referents.get(c.i) == own and c.pos_ == "PROPN"]
        beside = [t for name in names for t in conjuncts(name) if t.i != name.i and self._cast.referents.get(t.i)]
        return sorted({t.i: t for t in (*conjuncts(token), *beside)}.values(), key=lambda t: t.i)

    def _head_of_name(self, token: Token) -> Token:
        """The first word of the name in which ``token`` stands: the tree hangs what is coordinated with it there."""
        own = self._cast.referents.get(token.i)
        while own and token.dep_ == "flat" and self._cast.referents.get(token.head.i) == own:
            token = token.head
        return token

    def _own(self, token: Token) -> tuple[Referent, ...]:
        """The referents of ``token`` alone; an apposed name says more than the noun it stands with."""
        own = self._cast.referents.get(token.i, ())
        if any(isinstance(r, Person) for r in own):
            return own
        for other in children(token, "appos", "flat"):
            apposed = self._cast.referents.get(other.i, ())
            if any(isinstance(r, Person) for r in apposed) or (apposed and not own) or _is_body_of(apposed, own):
                return apposed
        for beside in (a for c in children(token, "nmod") for a in children(c, "appos")):  # "the UN force in Mali, MINUSMA"
            if _is_body_of(self._cast.referents.get(beside.i, ()), own):
                return self._cast.referents[beside.i]
        if not own and token.lower_ in QUANTITIES:
            inner = next((c for c in children(token, "nmod") if any(m.lower_ == "of" for m in c.children)), None)
            return self._own(inner) if inner is not None else ()
        return own

    # Reading

    def _introduce(self) -> None:
        """See which titles introduce a person's name, so that they are read with it."""
        surface = self._cast.surface
        for run in self._cast.runs.values():
            intro = self._introductions[run.start] = introduce(surface, run)
            if intro.start < run.start and (intro.titles or is_person(self._cast, run)):
                self._introducing.update(i for i in range(intro.start, run.start) if i in surface.title_at)

    def _read(self) -> None:
        i = 0
        while i < len(self.doc):
            i = max(self._read_at(i), i + 1)

    def _read_at(self, i: int) -> int:
        """Read what begins at token ``i``; returns the token after it."""
        cast, surface = self._cast, self._cast.surface
        run = cast.runs.get(i)
        if run is not None:
            return run.end if i in surface.datelines else self._read_run(run)
        hit = surface.hit_at.get(i)
        if hit is not None:
            return self._read_hit(hit)
        title, noun = surface.title_at.get(i), surface.noun_at.get(i)
        if title is not None and title.start == i and (noun is None or noun.end <= title.end):
            if i not in self._introducing:
                read_title(cast, title)
            return title.end
        if noun is not None and noun.start == i:
            return read_noun(cast, noun)
        self._read_word(self.doc[i])
        return i + 1

    def _read_run(self, run: Run) -> int:
        if is_person(self._cast, run) and not is_outlet(run):
            read_person(self._cast, run, self._introductions[run.start])
        elif run.kind != "place":
            read_organisation(self._cast, run)
        return run.end

    def _read_hit(self, hit: Phrase[Meaning]) -> int:
        """Note a name of a party or of one of its bodies; returns the token after it."""
        cast, meaning, token = self._cast, hit.value, self.doc[hit.end - 1]
        if meaning.party is None or meaning.sense == "outlet" or hit.start in cast.surface.datelines:
            return hit.end
        if meaning.sense == "body":
            name, end = name_of_body(cast, hit)
            cast.note(hit.start, end, (Actor(party=meaning.party, name=name, kind="body"),), "body", head=normal(token.text))
            return end
        if meaning.sense == "capital" and any(c.dep_ == "case" and c.lower_ in PLACING for c in token.children):
            return hit.end
        if meaning.sense == "people" and not any(c.lower_ == "the" for c in self.doc[hit.start].children):
            cast.note(hit.start, hit.end, (), "nobody", plural=True)
            return hit.end
        party = cast.surface.holder_of(hit) or meaning.party
        kind = cast.kind_of(party)
        plural = meaning.sense == "people" or (token.text.endswith("s") and kind == "group")
        cast.note(hit.start, hit.end, (cast.parties.actor(party),), kind, plural=plural)
        return hit.end

    def _read_word(self, token: Token) -> None:
        cast, word = self._cast, token.lower_
        if word in PRONOUNS:
            self._read_pronoun(token)
        elif self._is_pair(token):
            cast.note(token.i, token.i + 1, latest_pair(cast, token.i, level="person"), "person", plural=True)
        elif token.pos_ == "NOUN" and normal(token.lemma_) in cast.surface.words.nobody:
            cast.note(token.i, token.i + 1, (), "nobody", plural="Plur" in token.morph.get("Number", []))

    def _is_pair(self, token: Token) -> bool:
        """Whether "the pair", "both", "neither", "the two" or "the two men" stands here by itself."""
        word = token.lower_
        if word in ("both", "two", "neither"):
            return token.pos_ in ("PRON", "NUM", "DET") and base_dep(token) in ("nsubj", "obj", "obl")
        return word in ("pair", "duo") or (word == "men" and token.i > 0 and self.doc[token.i - 1].lower_ in ("two", "both"))

    def _read_pronoun(self, token: Token) -> None:
        cast = self._cast
        told = self._told_of(token) if token.lower_ in IT else ()
        if told:
            cast.note(token.i, token.i + 1, told, cast.kind_of(told[0].party))
            return
        joined = self._joint_speakers(token) if token.lower_ == "they" else ()
        if joined:
            cast.note(token.i, token.i + 1, joined, "person", plural=True)
            return
        barred = self._named_beside(token)
        if self._quotes is not None and self._quotes.contains(token):
            barred += teller_of(cast, token.i)
        referents = cast.discourse.pronoun(token, cast.sentence_of.get(token.i, 0), barred=barred)
        if referents:
            kind: MentionKind = "person" if token.lower_ in HE | SHE else cast.kind_of(referents[0].party)
            cast.note(token.i, token.i + 1, referents, kind, plural=token.lower_ in THEY)

    def _told_of(self, token: Token) -> tuple[Referent, ...]:
        """Who "it" is in "the group is ready, it said": the one party or body that is the subject of the clause before."""
        verb = token.head
        if token.dep_ != "nsubj" or verb.lemma_ not in INSERTED:
            return ()
        before = [c for c in children(verb, "ccomp", "parataxis") if c.i < token.i]
        before += [verb.head] if verb.dep_ == "parataxis" and verb.head.i < token.i else []
        subject = subject_of(before[0]) if before else None
        found = self._own(subject) if subject is not None and len(conjuncts(subject)) == 1 else ()
        return found if len(found) == 1 and not isinstance(found[0], Person) else ()

    def _joint_speakers(self, token: Token) -> tuple[Referent, ...]:
        """ "X and Y issued a statement. ... they said": the two or more persons who are the subject of the sentence before."""
        start = token.sent.start
        if token.dep_ != "nsubj" or not start:
            return ()
        subject = subject_of(self.doc[start - 1].sent.root)
        found = [r for one in self._joined(subject) for r in self._own(one)] if subject is not None else []
        persons = tuple(dict.fromkeys(r for r in found if isinstance(r, Person)))
        return persons if len(persons) > 1 else ()

    def _named_beside(self, token: Token) -> tuple[Referent, ...]:
        """Who is named as another argument of the pronoun's verb or noun, and so is not meant by it: "he accused Putin"."""
        cast, found = self._cast, list[Referent]()
        beside = children(token.head, "obj", "iobj", "obl", "compound", "amod")
        for other in (t for c in beside for t in (c, *children(c, "conj", "flat")) if t.i > token.i):
            run, hit = cast.runs.get(other.i), cast.surface.hit_at.get(other.i)
            person = cast.registry.find(run.words) if run is not None else None
            if person is not None:
                found.append(person)
            elif hit is not None and hit.value.party is not None:
                found.append(cast.parties.actor(hit.value.party))
        subject = subject_of(token.head) if token.dep_ in ("obj", "iobj") else None
        for referent in cast.referents.get(subject.i, ()) if subject is not None else ():
            found.append(referent)
            if referent.party:  # "the president accused them": not his own side
                found.append(cast.parties.actor(referent.party))
        return tuple(found)


def _is_body_of(apposed: tuple[Referent, ...], own: tuple[Referent, ...]) -> bool:
    """Whether what stands beside a noun names the body that the noun only describes: "the UN force in Lebanon, UNIFIL"."""
    if len(apposed) != 1 or len(own) != 1 or isinstance(apposed[0], Person) or isinstance(own[0], Person):
        return False
    return apposed[0].kind == "body" and own[0].kind == "party" and apposed[0].party == own[0].party
