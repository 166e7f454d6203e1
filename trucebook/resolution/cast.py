"""The state of reading who is who in one document: what stands where, who has been named, who is meant by which token.

In come a ``Doc``, its :class:`Document` and the lexicon; the readers of names and nouns (``persons_named``, ``collectives``)
fill it.

>>> cast = Cast(doc, document=document, lexicon=lexicon)     # doctest: +SKIP
>>> cast.focus                                               # doctest: +SKIP
'SDN'
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from trucebook.language.names import word_set, words_of_text
from trucebook.language.tree import base_dep
from trucebook.lexicon import Lexicon
from trucebook.records import Document
from trucebook.resolution.coreference import PLACING, Discourse, Mention, MentionKind, Referent
from trucebook.resolution.gazetteer import Spot, gazetteer
from trucebook.resolution.officeholders import OfficeHolder, office_holders
from trucebook.resolution.parties import Meaning, party_table
from trucebook.resolution.persons import Registry, Run, find_runs
from trucebook.resolution.surface import Surface
from trucebook.resolution.titles import vocabulary

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc

TITLE_WEIGHT, ISSUER_WEIGHT, HIT_WEIGHT, PLACE_WEIGHT, ELSEWHERE = 3.0, 12.0, 2.0, 3.0, 0.3
LEAD, ASIDE = 1.5, 0.3
"""By how much a state told in the first sentence counts more, and one that only hosts, mediates or welcomes counts less."""
GROUP_SHARE = 0.5
"""How much a group's name speaks for the state on whose ground it mainly acts: the Taliban are also in Pakistan."""
MAIN_SHARE, STANDS_OUT = 0.25, 2.0
"""What a state must weigh, beside the one that the text is most about, for a bare "the army" to be its army."""
STANDING_BY = word_set("welcome host mediate broker facilitate applaud hail congratulate sponsor chair convene guarantee")
BETWEEN_SIDES = word_set(
    "envoy mediator mediation broker host ambassador observer facilitator intermediary guarantor counterpart"
)
GATHERING = word_set(
    "meet meeting sign negotiate gather talks talk negotiation summit signing gathering propose offer hold convene invite round"
)
ISSUED = word_set("briefing briefings remarks transcript readout statement communique encounter")
SIDES = frozenset(("side", "party"))
STATELESS = frozenset(("PSE", "ESH", "GRL", "HKG"))
"""Territories in ISO 3166 that have no army: "the army" in a text on them is another state's."""


class Weights:
    """How much a text, and each of its paragraphs up to a word, is about which state."""

    def __init__(self) -> None:
        self.of_text: dict[str, float] = {}
        self._told: dict[int, list[tuple[int, str, float]]] = {}

    def add(self, paragraph: int | None, state: str | None, weight: float, *, known_from: int = 0) -> None:
        """Add ``weight`` to a state in a paragraph (``None`` is the title), which counts for words from ``known_from`` on."""
        if state is None:
            return
        self.of_text[state] = self.of_text.get(state, 0.0) + weight
        if paragraph is not None:
            self._told.setdefault(paragraph, []).append((known_from, state, weight))

    def topmost(self) -> str | None:
        """The state with the greatest weight in the text."""
        return max(self.of_text, key=lambda code: self.of_text[code], default=None)

    def topmost_at(self, paragraph: int, i: int, *, barred: Collection[str] = ()) -> str | None:
        """The state with the greatest weight in a paragraph up to token ``i``, the rest of the text weighing less.

        Where some are ``barred``, only one that stands out among the others.
        """
        least = MAIN_SHARE * max(self.of_text.values(), default=0.0)
        counts = {code: weight * ELSEWHERE for code, weight in self.of_text.items() if weight >= least}
        for known_from, code, weight in self._told.get(paragraph, ()):
            if known_from <= i and code in counts:
                counts[code] += weight
        if not barred:
            return max(counts, key=lambda code: counts[code], default=None)
        others = sorted(((weight, code) for code, weight in counts.items() if code not in barred), reverse=True)
        stands_out = bool(others) and (len(others) == 1 or others[0][0] > STANDS_OUT * others[1][0])
        return others[0][1] if stands_out else None


class Cast:
    """Everything that the readers of one document share."""

    def __init__(self, doc: Doc, *, document: Document, lexicon: Lexicon) -> None:
        self.doc = doc
        self.parties = party_table(lexicon)
        self.gazetteer = gazetteer(lexicon)
        self.words = vocabulary(lexicon)
        self.surface = Surface(doc, parties=self.parties, words=self.words, gazetteer=self.gazetteer)
        self.registry = Registry()
        self._holders, self._published = office_holders(lexicon), document.published
        self.referents: dict[int, tuple[Referent, ...]] = {}
        self.codes: dict[str, str] = {}
        self.full_names = dict(_full_names(self.surface))
        """The full names of bodies by the short ones that the text gives with them: "Inter-Services Intelligence (ISI)"."""
        self.sentence_of = {token.i: k for k, sent in enumerate(doc.sents) for token in sent}
        self.runs: dict[int, Run] = {run.start: run for run in find_runs(self.surface)}
        self._paragraphs = paragraphs_of(doc)
        self.issuer = self._issuer_of(document.title or "") or self._issuer_of(document.text.partition("\n")[0])
        self._about, self._acting = Weights(), Weights()
        self._weigh(document)
        self.focus: str | None = self._about.topmost()
        self.discourse = Discourse(self.parties, focus=self.focus)

    # What is noted

    def note(
        self, start: int, end: int, referents: tuple[Referent, ...], kind: MentionKind, *, plural: bool = False, head: str = ""
    ) -> None:
        """Set the referents of the tokens ``start`` to ``end`` and note the mention at the head among them."""
        doc, inside = self.doc, range(start, end)
        for i in inside:
            self.referents[i] = referents
        root = next((doc[i] for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), doc[end - 1])
        self.discourse.add(Mention(root, self.sentence_of.get(start, 0), referents, kind, plural, head))

    def kind_of(self, code: str | None) -> MentionKind:
        """Whether a party's mention is a state's or a group's."""
        return "state" if self.parties.is_state(code) else "group"

    def office_holder(self, words: tuple[str, ...]) -> OfficeHolder | None:
        """The known holder of a public office who bears this name on the day of the text."""
        return self._holders.find(words, day=self._published)

    # What the text is about

    def focus_at(self, i: int) -> str | None:
        """The state that the paragraph of token ``i`` is most about so far, the rest of the text weighing less."""
        return self._about.topmost_at(self._paragraphs[i], i)

    def acting_at(self, i: int, *, barred: Collection[str] = ()) -> str | None:
        """The state with a government and an army of its own that is named most in the paragraph of ``i``; places do not
        count.
        """
        return self._acting.topmost_at(self._paragraphs[i], i, barred=barred)

    def state_of_place_before(self, i: int) -> str | None:
        """The state in which the last place named before token ``i`` lies, at most two sentences back."""
        floor = self.sentence_of.get(i, 0) - 2
        near = (k for k in self._places if k < i and self.sentence_of.get(k, 0) >= floor and self._places[k].country)
        last = max(near, default=None)
        return self._places[last].country if last is not None else None

    def _issuer_of(self, title: str) -> str | None:
        """The side whose words a text gives by its title: "UN noon briefing", "Remarks by Chad's envoy"."""
        words = words_of_text(title)
        if not {word.normal for word in words} & ISSUED:
            return None
        hits = self.parties.find(words)
        return hits[0].value.party if hits and hits[0].value.sense != "outlet" else None

    def _weigh(self, document: Document) -> None:
        """How much the title and each paragraph is about which state: names, groups on its ground, places in it."""
        for hit in self.parties.find(words_of_text(document.title or "")):
            self._add_hit(None, hit.value, TITLE_WEIGHT, known_from=0)
        issuer = words_of_text(document.publisher or "")
        if any(noun.acts_as in ("body", "party") for found in self.words.find_nouns(issuer) for noun in found.value):
            for hit in self.parties.find(issuer):  # "Ministry of Foreign Affairs of Chad": the ministry is its own
                self._add_hit(None, hit.value, ISSUER_WEIGHT, known_from=0)
        for i, hit in self.surface.hit_at.items():
            if hit.start == i:
                self._add_hit(self._paragraphs[i], hit.value, HIT_WEIGHT * self._part(hit.start, hit.end), known_from=i)
        weights = self._about.of_text
        known = tuple(sorted(weights, key=lambda code: -weights[code]))
        self._places = dict(self._spots(known))
        for i, spot in self._places.items():
            # Where something happens is often told at its sentence's end: "the army shelled the town of Hays".
            start = self.doc[i].sent.start
            weight = PLACE_WEIGHT * (ASIDE if self.doc[i].head.lemma_ in GATHERING else 1.0)
            self._about.add(self._paragraphs[i], spot.country, weight, known_from=start)

    def _part(self, start: int, end: int) -> float:
        """How much a mention of a state counts: one in the lead more, one of a host or mediator less."""
        token = self.doc[start:end].root
        if token.head.lemma_ in GATHERING and any(c.dep_ == "case" and c.lower_ in PLACING for c in token.children):
            return ASIDE  # "talks in Doha"
        while token.dep_.partition(":")[0] in ("nmod", "amod", "compound", "appos", "flat", "conj") and token.head.i != token.i:
            if token.lemma_ in BETWEEN_SIDES:
                return ASIDE
            token = token.head
        verb = token.head
        acts = token.dep_ == "nsubj"
        between = any(c.dep_ == "obj" and c.lemma_ in SIDES for c in verb.children)
        if token.lemma_ in BETWEEN_SIDES or (acts and (verb.lemma_ in STANDING_BY or between)):
            return ASIDE
        return LEAD if self.sentence_of[start] == 0 else 1.0

    def _state_of(self, meaning: Meaning) -> str | None:
        if meaning.party is None or meaning.sense == "outlet":
            return None
        return meaning.party if self.parties.is_state(meaning.party) else self.parties.of.get(meaning.party)

    def _add_hit(self, paragraph: int | None, meaning: Meaning, weight: float, *, known_from: int) -> None:
        state = self._state_of(meaning)
        own = weight if state == meaning.party else weight * GROUP_SHARE
        self._about.add(paragraph, state, own, known_from=known_from)
        if state == meaning.party and state not in STATELESS:
            self._acting.add(paragraph, state, weight, known_from=known_from)

    def _spots(self, known: tuple[str, ...]) -> Iterator[tuple[int, Spot]]:
        """The places named below the grain of countries, with their first tokens."""
        taken, hits = self.surface.spot_at, self.surface.hit_at
        yield from ((i, phrase.value) for i, phrase in taken.items() if phrase.start == i)
        for token in self.doc:
            if token.pos_ != "PROPN" or token.i in taken or token.i in hits or base_dep(token) in ("flat", "compound"):
                continue
            if token.ent_type_ == "PLACE" or any(c.dep_ == "case" and c.lower_ in PLACING for c in token.children):
                if any(c.dep_ == "det" for c in token.children):
                    continue  # "a patrol of the Front"
                end = token.i + 1
                while end < len(self.doc) and self.doc[end].dep_ == "flat" and self.doc[end].head.i == token.i:
                    end += 1
                spot = self.gazetteer.lookup(self.doc[token.i : end].text, countries=known)
                if spot is not None:
                    yield token.i, spot


def paragraphs_of(doc: Doc) -> list[int]:
    """The number of the paragraph of each token; a new one begins after a line break."""
    found, number = [], 0
    for token in doc:
        found.append(number)
        number += "\n" in token.text_with_ws
    return found


def _full_names(surface: Surface) -> Iterator[tuple[str, str]]:
    """The short name with the full one of each body that the text names by both, one in brackets after the other."""
    doc = surface.doc
    for i, hit in surface.hit_at.items():
        other = surface.hit_at.get(hit.end + 1)
        if i != hit.start or other is None or doc[hit.end].text != "(" or "body" not in (hit.value.sense, other.value.sense):
            continue
        if hit.value.party == other.value.party and hit.value.body and other.value.body:
            short, full = sorted((hit.value.body, other.value.body), key=len)
            yield short, full
