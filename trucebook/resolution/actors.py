"""Who is meant: actors by token, over one document.

In come a ``Doc``, its :class:`Document` and the lexicon; out go actors: states, groups, bodies and persons with the party for which they
speak. One pass reads the text from left to right: names of parties, persons' names with their titles, collective nouns ("the army"),
and pronouns; a person's party and fullest name hold for the whole document.

>>> index = ActorIndex(doc, document=document, lexicon=lexicon, quotes=quotes)     # doctest: +SKIP
>>> index.resolve(doc[2])                                                          # doctest: +SKIP
(Actor(party='COD', name='Félix Tshisekedi', kind='person', role='president'),)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from trucebook.language.names import Phrase, normal, words_of_text
from trucebook.language.tree import base_dep, children, clause_head_of, conjuncts, subject_of
from trucebook.lexicon import Lexicon
from trucebook.records import Actor, Document
from trucebook.resolution.appositions import introduce
from trucebook.resolution.coreference import HE, IT, PLACING, SHE, THEY, Discourse, Mention, MentionKind, Referent
from trucebook.resolution.gazetteer import Spot, gazetteer
from trucebook.resolution.parties import Meaning, party_table
from trucebook.resolution.persons import Person, Registry, Run, find_runs
from trucebook.resolution.surface import Owners, Surface
from trucebook.resolution.titles import Noun, Title, vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUANTITIES = frozenset(
    [
        "number",
        "dozens",
        "hundreds",
        "thousands",
        "some",
        "many",
        "most",
        "part",
        "rest",
        "majority",
        "remains",
        "remnants",
        "one",
        "two",
        "both",
        "all",
        "half",
        "scores",
        "each",
        "units",
        "elements",
    ]
)
ACRONYM_LENGTH = (2, 7)
BLOCS = frozenset(("bloc", "union", "organization", "organisation", "alliance", "league", "community"))


class ActorIndex:
    """The actors of one document, asked by token."""

    def __init__(self, doc: Doc, *, document: Document, lexicon: Lexicon, quotes: Any = None) -> None:
        self.doc = doc
        self._quotes = quotes
        self._parties = party_table(lexicon)
        self._surface = Surface(doc, parties=self._parties, words=vocabulary(lexicon))
        self._registry = Registry()
        self._discourse = Discourse(self._parties.is_state, self._parties.is_armed)
        self._referents: dict[int, tuple[Referent, ...]] = {}
        self._codes: dict[str, str] = {}
        self._sentence_of = {token.i: k for k, sent in enumerate(doc.sents) for token in sent}
        self._focus = self._find_focus(document)
        self._discourse.focus = self._focus
        self._runs = {run.start: run for run in find_runs(self._surface)}
        self._read()
        self._settle()

    # Answers

    def resolve(self, token: Token) -> tuple[Actor, ...]:
        """Everyone that ``token`` and what is coordinated with it stand for; ``()`` for nobody in particular."""
        found: list[Referent] = []
        for one in conjuncts(token):
            if one.pos_ in ("VERB", "AUX") and one.i not in self._referents:
                continue
            found.extend(r for r in self._own(one) if r not in found)
        actors = [r.to_actor() if isinstance(r, Person) else r for r in found]
        return tuple(dict.fromkeys(actors))

    def _own(self, token: Token) -> tuple[Referent, ...]:
        """The referents of ``token`` alone; an apposed name says more than the noun it stands with."""
        own = self._referents.get(token.i, ())
        if any(isinstance(r, Person) for r in own):
            return own
        for other in children(token, "appos", "flat"):
            apposed = self._referents.get(other.i, ())
            if any(isinstance(r, Person) for r in apposed) or (apposed and not own):
                return apposed
        if not own and token.lower_ in QUANTITIES:
            inner = next((c for c in children(token, "nmod") if any(m.lower_ == "of" for m in c.children)), None)
            return self._own(inner) if inner is not None else ()
        return own

    # Reading

    def _find_focus(self, document: Document) -> str | None:
        """The state that the text is most about: named, acted in by its groups, or holding the places named."""
        counts: Counter[str] = Counter()
        title = self._parties.find(words_of_text(document.title or ""))
        hits = [hit for i, hit in self._surface.hit_at.items() if hit.start == i]
        for weight, found in ((3, title), (2, hits)):
            for hit in found:
                code = hit.value.party
                if code is not None and hit.value.sense != "outlet":
                    state = code if self._parties.is_state(code) else self._parties.of.get(code)
                    if state is not None:
                        counts[state] += weight
        known = tuple(code for code, _ in counts.most_common())
        for spot in self._spots(known):
            if spot.country:
                counts[spot.country] += 3
        return counts.most_common(1)[0][0] if counts else None

    def _spots(self, known: tuple[str, ...]) -> Iterator[Spot]:
        """The places named below the grain of countries."""
        taken: set[int] = set()
        for phrase in gazetteer().find(self._surface.found):
            taken.update(range(phrase.start, phrase.end))
            if phrase.value.grain != "country":
                yield phrase.value
        for token in self.doc:
            if token.pos_ != "PROPN" or token.i in taken or token.i in self._surface.hit_at or base_dep(token) in ("flat", "compound"):
                continue
            if token.ent_type_ == "PLACE" or any(c.dep_ == "case" and c.lower_ in PLACING for c in token.children):
                end = token.i + 1
                while end < len(self.doc) and self.doc[end].dep_ == "flat" and self.doc[end].head.i == token.i:
                    end += 1
                spot = gazetteer().lookup(self.doc[token.i : end].text, countries=known)
                if spot is not None:
                    yield spot

    def _read(self) -> None:
        surface, i = self._surface, 0
        while i < len(self.doc):
            phrase: Phrase[Any] | Run | None = None
            if (phrase := self._runs.get(i)) is not None:
                self._read_run(phrase)
            elif (phrase := surface.hit_at.get(i)) is not None:
                self._read_hit(phrase)
            elif (phrase := surface.title_at.get(i)) is not None and not self._noun_is_longer(i):
                if phrase.start == i and not self._introduces(phrase):
                    self._read_title(phrase)
            elif (phrase := surface.noun_at.get(i)) is not None:
                i = self._read_noun(phrase)
                continue
            else:
                self._read_word(self.doc[i])
            i = max(phrase.end, i + 1) if phrase is not None else i + 1

    def _noun_is_longer(self, i: int) -> bool:
        noun, title = self._surface.noun_at.get(i), self._surface.title_at[i]
        return noun is not None and noun.end > title.end

    def _introduces(self, title: Phrase[Title]) -> bool:
        """Whether a person's name follows directly, which is read with its title."""
        end = title.end
        while (other := self._surface.title_at.get(end)) is not None and other.start == end:
            end = other.end
        run = self._runs.get(end)
        return run is not None and not title.value.plural and self._is_person(run)

    def _note(
        self, start: int, end: int, referents: tuple[Referent, ...], kind: MentionKind, *, plural: bool = False, head: str = ""
    ) -> None:
        """Set the referents of the tokens ``start`` to ``end`` and note the mention at the head among them."""
        for i in range(start, end):
            self._referents[i] = referents
        inside = range(start, end)
        head_token = next(
            (self.doc[i] for i in inside if self.doc[i].head.i not in inside or self.doc[i].head.i == i), self.doc[end - 1]
        )
        self._discourse.add(Mention(head_token, self._sentence_of.get(start, 0), referents, kind, plural, head))

    def _kind_of(self, code: str | None) -> MentionKind:
        return "state" if self._parties.is_state(code) else "group"

    def _read_hit(self, hit: Phrase[Meaning]) -> None:
        meaning, token = hit.value, self.doc[hit.end - 1]
        if meaning.party is None or meaning.sense == "outlet":
            return
        if meaning.sense == "body":
            body = Actor(party=meaning.party, name=meaning.body, kind="body")
            self._note(hit.start, hit.end, (body,), "body", head=normal(token.text))
            return
        if meaning.sense == "capital" and any(c.dep_ == "case" and c.lower_ in PLACING for c in token.children):
            return
        kind = self._kind_of(meaning.party)
        if meaning.sense == "people" and not any(c.lower_ == "the" for c in self.doc[hit.start].children):
            self._note(hit.start, hit.end, (), "nobody", plural=True)
            return
        plural = meaning.sense == "people" or (token.text.endswith("s") and kind == "group")
        self._note(hit.start, hit.end, (self._parties.actor(meaning.party),), kind, plural=plural)

    # Persons and unknown organisations

    def _is_person(self, run: Run) -> bool:
        if len(run.words) <= 2 and self._is_town(run):
            return False
        if run.kind == "person":
            return True
        if self._registry.find(run.words) is not None and run.kind != "organisation":
            return True
        title = self._surface.title_at.get(run.start - 1)
        titled = title is not None and title.end == run.start and not title.value.plural
        return (titled and run.kind in ("unknown", "place")) or (run.kind == "unknown" and 2 <= len(run.words) <= 4)

    def _is_town(self, run: Run) -> bool:
        """Whether an untitled name is a town's: the gazetteer has it and it stands where places stand."""
        root = self.doc[run.start : run.end].root
        if run.start - 1 in self._surface.title_at or self._registry.find(run.words) is not None:
            return False
        placed = any(c.dep_ == "case" and c.lower_ in PLACING for c in root.children)
        if run.kind == "person" and not placed and root.dep_ not in ("obj", "nsubj:pass"):
            return False
        spot = gazetteer().lookup(run.text)
        return spot is not None and (run.kind != "person" or placed or spot.population > 0)

    def _read_run(self, run: Run) -> None:
        if not self._is_person(run):
            if run.kind != "place":
                self._read_organisation(run)
            return
        person = self._registry.add(run)
        intro = introduce(self._surface, run)
        person.gender = person.gender or next((t.gender for t in intro.titles if t.gender), None)
        person.role = person.role or intro.role
        person.forms.update(word for t in intro.titles for word in t.name.split(" "))
        if person.party is None:
            person.party = next((r.party for t in intro.owners for r in self._owner(t) if r.party), None)
        if person.party is None and intro.titles and all(t.of in ("nobody", "rank") for t in intro.titles) and intro.role:
            person.settled = True
        if person.role is None and any(t.of == "counterpart" for t in intro.titles):
            person.role = self._role_before()
        self._note(min(intro.start, run.start), run.end, (person,), "person")

    def _role_before(self) -> str | None:
        earlier = self._discourse.latest(
            lambda m: m.kind == "person" and any(isinstance(r, Person) and r.role for r in m.referents)
        )
        return next((r.role for r in earlier.referents if isinstance(r, Person)), None) if earlier else None

    def _read_organisation(self, run: Run) -> None:
        name, last = normal(run.text), run.words[-1]
        acronym = self._acronym_after(run.end)
        code = self._codes.get(name)
        noun = self._surface.noun_at.get(run.end - 1)
        if code is None and noun is not None and noun.value[0].acts_as == "body":
            owners = self._parties_of(self._surface.owners_before(run.start)) or self._after(run.end)
            owners = owners or ([self._focus] if self._focus else [])
            if owners:
                bodies = tuple(Actor(party=code, name=run.text, kind="body") for code in owners)
                self._note(run.start, run.end, bodies, "body", head=normal(last))
                return
        is_acronym = len(run.words) == 1 and last.isupper() and ACRONYM_LENGTH[0] <= len(last) <= ACRONYM_LENGTH[1]
        if code is None and run.kind != "organisation" and not is_acronym:
            return
        code = code or acronym or "_".join("".join(c for c in normal(w) if c.isalnum()) for w in run.words).upper()
        if not code:
            return
        self._codes[name] = code
        if acronym:
            self._codes[normal(acronym)] = code
        self._note(run.start, run.end, (Actor(party=code, name=run.text, kind="party"),), "group")

    def _acronym_after(self, end: int) -> str | None:
        doc = self.doc
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            text = doc[end + 1].text
            if text.isupper() and ACRONYM_LENGTH[0] <= len(text) <= ACRONYM_LENGTH[1] + 2:
                return text
        return None

    # Titles and collective nouns

    def _owner(self, token: Token) -> tuple[Referent, ...]:
        """Whom an owner token stands for: a name, a noun, a pronoun, or a place in some state."""
        if token.i in self._referents:
            return self._referents[token.i]
        hit = self._surface.hit_at.get(token.i)
        if hit is not None and hit.value.party is not None:
            return (self._parties.actor(hit.value.party),)
        noun = self._surface.noun_at.get(token.i)
        if noun is not None and noun.start > 0:
            return self._noun_referents(noun)
        if token.lower_ in HE | SHE | IT | THEY or token.lower_ == "whose":
            return (
                self._discourse.pronoun(token, self._sentence_of.get(token.i, 0))
                if token.lower_ != "whose"
                else self._whose(token)
            )
        place = gazetteer().lookup(token.text) if token.pos_ == "PROPN" else None
        return (self._parties.actor(place.country),) if place is not None and place.country else ()

    def _whose(self, token: Token) -> tuple[Referent, ...]:
        latest = self._discourse.latest(lambda m: bool(m.referents) and m.token.i < token.i)
        return latest.referents if latest else ()

    def _parties_of(self, owners: Owners) -> list[str]:
        return list(dict.fromkeys(r.party for token in owners.tokens for r in self._owner(token) if r.party))

    def _after(self, end: int) -> list[str]:
        token = self._surface.owner_after(end)
        return [r.party for r in self._owner(token) if r.party] if token is not None else []

    def _read_noun(self, noun: Phrase[tuple[Noun, ...]]) -> int:
        """Read a collective noun; returns the token after it (and after "of Foreign Affairs")."""
        referents = self._noun_referents(noun)
        if not referents:
            self._note(noun.start, noun.end, (), "nobody", plural=noun.value[0].plural)
            return noun.end
        kind: MentionKind = "body" if isinstance(referents[0], Actor) and referents[0].kind == "body" else self._kind_of(referents[0].party)
        start, end = self._body_span(noun) if kind == "body" else (noun.start, noun.end)
        self._note(min(start, noun.start), end, referents, kind, plural=noun.value[0].plural, head=noun.value[0].name)
        return end

    def _noun_referents(self, noun: Phrase[tuple[Noun, ...]]) -> tuple[Referent, ...]:
        owners = self._surface.owners_before(noun.start)
        following = self._surface.hit_at.get(noun.end)
        senses = {n.acts_as for n in noun.value}
        if "group" in senses and following is not None and following.value.party:
            return (self._parties.actor(following.value.party),)
        if "outlet" in senses:
            return ()
        paired = self._paired(noun.start, noun.value[0])
        if paired is not None:
            return paired
        codes = self._parties_of(owners) or self._after(noun.end)
        if "group" in senses and (not codes or all(self._parties.is_state(c) for c in codes)):
            group = self._latest_group(codes, noun.value[0].name) if owners.definite else None
            if group:
                return group
            if senses == {"group"}:
                return ()
        if codes:
            if "body" in senses:
                name = self._body_name(noun)
                return tuple(Actor(party=code, name=name, kind="body") for code in codes)
            return () if senses == {"country"} and not owners.definite else tuple(self._parties.actor(code) for code in codes)
        return self._unowned(noun, owners, senses)

    def _unowned(self, noun: Phrase[tuple[Noun, ...]], owners: Owners, senses: set[str]) -> tuple[Referent, ...]:
        """A collective noun with no owner named: what "the army", "the ministry", "the country" can only mean here."""
        first = noun.value[0]
        if "country" in senses:
            latest = self._discourse.latest(lambda m: m.kind == "state" and len(m.referents) == 1) if owners.definite else None
            return latest.referents if latest else ()
        if "body" in senses and (owners.definite or self.doc[noun.start].text[:1].isupper()):
            same = self._discourse.latest(lambda m: m.kind == "body" and m.head.split(" ")[-1] == first.name.split(" ")[-1])
            if same is not None:
                return same.referents
            return (
                (Actor(party=self._focus, name=self._body_name(noun), kind="body"),) if self._focus and not first.plural else ()
            )
        if "party" in senses and not owners.indefinite and self._focus:
            earlier = self._discourse.latest(lambda m: m.head == first.name and m.kind == "state")
            if earlier is not None:
                return earlier.referents
            return (self._parties.actor(self._focus),)
        return ()

    def _latest_group(self, codes: list[str], word: str) -> tuple[Referent, ...]:
        """The latest group named, of one of the states ``codes`` where they are given; first one whose name has ``word`` in it."""
        def named(mention: Mention) -> bool:
            return mention.kind == "group" and any(word in normal(self._parties.display.get(r.party or "", "")) for r in mention.referents)

        armed = word not in BLOCS

        by_name = self._discourse.latest(named)
        if by_name is not None:
            return by_name.referents[:1]


        def fits(mention: Mention) -> bool:
            return mention.kind == "group" and any(
                not codes or self._parties.of.get(r.party or "", codes[0]) in codes for r in mention.referents
            )

        latest = self._discourse.latest(fits)
        return latest.referents[:1] if latest else ()

    def _body_name(self, noun: Phrase[tuple[Noun, ...]]) -> str:
        """The body's name as the text gives it, without the party: "foreign ministry", "Ministry of Foreign Affairs"."""
        start, end = self._body_span(noun)
        return self.doc[start:end].text

    def _body_span(self, noun: Phrase[tuple[Noun, ...]]) -> tuple[int, int]:
        doc, start, end, hits = self.doc, noun.start, noun.end, self._surface.hit_at
        floor = doc[noun.start].sent.start
        while start > floor and doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN") and start - 1 not in hits:
            if doc[start - 1].pos_ == "PROPN" and gazetteer().lookup(doc[start - 1].text) is not None:
                break
            start -= 1
        last = end
        if end < len(doc) and doc[end].lower_ in ("of", "for"):
            i = end + 1
            while i < len(doc) and i - end < 9 and i not in hits:
                if doc[i].pos_ not in ("NOUN", "PROPN", "ADJ") and doc[i].lower_ not in ("and", "the"):
                    break
                i += 1
                if doc[i - 1].pos_ in ("NOUN", "PROPN"):
                    last = i
        return start, last

    def _read_title(self, title: Phrase[Title]) -> None:
        if title.value.of == "nobody":
            self._note(title.start, title.end, (), "person", plural=title.value.plural)
            return
        referents = self._title_referents(title)
        self._note(title.start, title.end, referents, "person", plural=title.value.plural, head=title.value.name)

    def _title_referents(self, title: Phrase[Title]) -> tuple[Referent, ...]:
        owners = self._surface.owners_before(title.start)
        paired = self._paired(title.start, Noun(title.value.name, "members", title.value.plural))
        if paired is not None:
            return paired
        codes = self._parties_of(owners) or self._after(title.end)
        if codes:
            if not title.value.plural and (person := self._holder(title.value, codes)) is not None:
                return (person,)
            return tuple(self._parties.actor(code) for code in codes)
        if title.value.plural or not (owners.definite or self.doc[title.start].text[:1].isupper()):
            return ()
        if (person := self._holder(title.value, None)) is not None:
            return (person,)
        same = self._discourse.latest(lambda m: m.kind == "person" and m.head.split(" ")[-1] == title.value.name.split(" ")[-1])
        if same is not None:
            return same.referents
        return (self._parties.actor(self._focus),) if title.value.of == "state" and self._focus else ()

    def _holder(self, title: Title, codes: list[str] | None) -> Person | None:
        """The person named before who holds the title for one of ``codes``."""
        wanted = title.name.split(" ")[-1]
        for mention in reversed(self._discourse.mentions):
            for referent in mention.referents:
                if not isinstance(referent, Person) or (codes is not None and referent.party not in codes):
                    continue
                if title.of == "counterpart" or wanted in referent.forms or (referent.role or "").split(" ")[-1] == wanted:
                    return referent
        return None

    def _paired(self, start: int, noun: Noun) -> tuple[Referent, ...] | None:
        """ "both sides", "the two presidents", "the warring parties": the two latest actors; ``None`` where no pair is meant."""
        sentence = self._sentence_of.get(start, 0)
        before = {self.doc[i].lower_ for i in range(max(0, start - 3), start)}
        if (
            noun.name in ("side", "party")
            and noun.plural
            and before & {"both", "two", "the", "warring", "rival", "conflicting", "opposing"}
        ):
            return self._discourse.pair(sentence, level="party")
        if noun.name in ("side", "party") and before & {"neither", "either", "each"}:
            return self._discourse.pair(sentence, level="party")
        if (
            not noun.plural
            or not before & {"both", "two"}
            or any(i in self._surface.hit_at for i in range(max(0, start - 2), start))
        ):
            return None
        barred = self._teller_of(self.doc[start])
        level: Literal["state", "person", "party"]
        level = "state" if noun.acts_as in ("country", "party", "body") else "person" if noun.acts_as == "members" else "party"
        return (
            self._discourse.pair(sentence, level=level, role=noun.name.split(" ")[-1], barred=barred)
            or self._discourse.pair(sentence, level=level, barred=barred)
            or self._discourse.pair(sentence, level="party", barred=barred)
        )

    # Other words

    def _read_word(self, token: Token) -> None:
        word, sentence = token.lower_, self._sentence_of.get(token.i, 0)
        if word in HE or word in SHE or word in IT or word in THEY:
            self._read_pronoun(token, sentence)
        elif word in ("pair", "duo") or (
            word in ("both", "two") and token.pos_ in ("PRON", "NUM", "DET") and base_dep(token) in ("nsubj", "obj", "obl")
        ):
            barred = self._teller_of(token)
            referents = self._discourse.pair(sentence, level="person", barred=barred)
            referents = referents or self._discourse.pair(sentence, level="party", barred=barred)
            self._note(token.i, token.i + 1, referents, "person", plural=True)
        elif word == "men" and token.i > 0 and self.doc[token.i - 1].lower_ in ("two", "both"):
            self._note(token.i, token.i + 1, self._discourse.pair(sentence, level="person"), "person", plural=True)
        elif token.pos_ == "NOUN" and normal(token.lemma_) in self._surface.words.nobody:
            self._note(token.i, token.i + 1, (), "nobody", plural="Plur" in token.morph.get("Number"))

    def _read_pronoun(self, token: Token, sentence: int) -> None:
        referents = self._discourse.pronoun(token, sentence, barred=self._named_beside(token))
        if not referents:
            return
        kind: MentionKind = "person" if token.lower_ in HE or token.lower_ in SHE else self._kind_of(referents[0].party)
        self._note(token.i, token.i + 1, referents, kind, plural=token.lower_ in THEY)

    def _named_beside(self, token: Token) -> tuple[Referent, ...]:
        """Who is named as another argument of the pronoun's verb or noun, and so is not meant by it: "he accused Putin"."""
        others = [t for c in children(token.head, "obj", "iobj", "obl", "compound", "amod") for t in (c, *children(c, "conj", "flat"))]
        found: list[Referent] = []
        for other in others:
            if other.i <= token.i:
                continue
            run, hit = self._runs.get(other.i), self._surface.hit_at.get(other.i)
            person = self._registry.find(run.words) if run is not None else None
            if person is not None:
                found.append(person)
            elif hit is not None and hit.value.party is not None:
                found.append(self._parties.actor(hit.value.party))
        return tuple(found)

    def _teller_of(self, token: Token) -> tuple[Referent, ...]:
        """Who says the clause in which ``token`` stands, and so is not one of a pair told of in it."""
        clause = clause_head_of(token)
        if clause.dep_ not in ("ccomp", "parataxis") and not any(c.dep_ in ("ccomp", "parataxis") for c in clause.children):
            return ()
        saying = clause.head if clause.dep_ == "ccomp" else clause
        subject = subject_of(saying)
        return self._referents.get(subject.i, ()) if subject is not None and subject.i != token.i else ()

    def _settle(self) -> None:
        """Give the holders of offices whose party no mention tells the state that the text is about."""
        for person in self._registry.persons:
            if person.party is None and not person.settled and person.role is not None:
                person.party = self._focus
