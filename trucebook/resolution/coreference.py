"""Which earlier mention a pronoun or a definite noun stands for: recency, number, gender and grammatical role.

In come mentions in text order, out go the referents of "he", "its", "they", "the group", "the country", "both sides", "the
two presidents". It is plain salience, as in Lappin & Leass (1994), cut down to what news needs.

>>> discourse.pronoun(token)     # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trucebook.language.names import normal, word_set
from trucebook.language.tree import SUBJECTS, base_dep, clause_head_of
from trucebook.records import Actor
from trucebook.resolution.parties import PartyTable
from trucebook.resolution.persons import Person

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

Referent = Person | Actor
MentionKind = Literal["person", "state", "group", "body", "nobody"]
HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
IT = frozenset(("it", "its", "itself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
SENTENCES_BACK = 4
ARMED_NAMES = word_set("front army brigade brigades liberation resistance militia rebels fighters guerrillas")
PLACING = frozenset(["in", "at", "near", "across", "inside", "outside", "over", "into", "throughout", "around", "within"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where someone is named or meant."""

    token: Token
    sentence: int
    referents: tuple[Referent, ...]
    kind: MentionKind
    plural: bool = False
    head: str = ""

    @property
    def is_subject(self) -> bool:
        """Whether it, or what it is coordinated with, is a clause's subject."""
        token = self.token
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        return token.dep_ in SUBJECTS

    @property
    def is_main(self) -> bool:
        """Whether it is the subject of its sentence's main clause."""
        token = self.token
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        return token.dep_ in SUBJECTS and token.head.dep_.lower() == "root"

    @property
    def is_complement(self) -> bool:
        """Whether it is only the complement of another noun: "swaths of Ukraine"."""
        return self.token.dep_ == "nmod"

    @property
    def is_setting(self) -> bool:
        """Whether it only tells where: "in Russia"."""
        return any(c.dep_ == "case" and c.lower_ in PLACING for c in self.token.children)

    @property
    def is_modifier(self) -> bool:
        """Whether it stands inside another noun phrase: "Russian", "Russia's"."""
        return base_dep(self.token) in ("amod", "compound") or self.token.dep_ == "nmod:poss"


def key_of(referent: Referent) -> object:
    """What makes two referents the same: a person is itself, an actor its party and name."""
    return id(referent) if isinstance(referent, Person) else (referent.party, referent.name)


class Discourse:
    """The mentions so far, latest last."""

    def __init__(self, parties: PartyTable, *, focus: str | None = None) -> None:
        self.mentions: list[Mention] = []
        self.focus = focus
        self._parties = parties
        self._counts: Counter[object] = Counter()
        self._party_counts: Counter[str] = Counter()
        self._mentions_of: Counter[str | None] = Counter()
        self._of_persons: list[Mention] = []

    def add(self, mention: Mention) -> None:
        """Note the next mention."""
        self.mentions.append(mention)
        self._counts.update(key_of(referent) for referent in mention.referents)
        if any(isinstance(referent, Person) for referent in mention.referents):
            self._of_persons.append(mention)
        else:
            self._mentions_of.update({referent.party for referent in mention.referents})
        if not mention.is_setting:
            self._party_counts.update(referent.party for referent in mention.referents if referent.party)

    def latest(self, fits: Callable[[Mention], bool], *, sentence: int | None = None, back: int = 1000) -> Mention | None:
        """The latest mention that ``fits``, at most ``back`` sentences before ``sentence``."""
        for mention in reversed(self.mentions):
            if sentence is not None and sentence - mention.sentence > back:
                return None
            if fits(mention):
                return mention
        return None

    def is_repeated(self, code: str | None) -> bool:
        """Whether the party ``code`` has been mentioned twice or more so far; a person's party may be learnt later."""
        times = self._mentions_of[code]
        for mention in reversed(self._of_persons):
            if times > 1:
                break
            times += any(referent.party == code for referent in mention.referents)
        return times > 1

    def pronoun(self, token: Token, sentence: int, *, barred: Collection[Referent] = ()) -> tuple[Referent, ...]:
        """Whom a personal or possessive pronoun of the third person stands for; ``()`` where nobody fits.

        ``barred`` are those who are named beside it ("he accused Putin": not Putin).
        """
        word = token.lower_
        best, best_score = None, -100.0
        for mention in self._window(sentence):
            if not self._agrees(mention, word) or self._is_barred(mention, token) or any(r in barred for r in mention.referents):
                continue
            score = self._salience(mention, token, sentence)
            if score > best_score:
                best, best_score = mention, score
        if best is None:
            return ()
        self._learn_gender(best, word)
        return best.referents

    def _times(self, mention: Mention) -> int:
        """How often the referents have been named so far."""
        return sum(self._counts[key_of(r)] for r in mention.referents[:1])

    def _window(self, sentence: int) -> Iterator[Mention]:
        for mention in reversed(self.mentions):
            if sentence - mention.sentence > SENTENCES_BACK:
                return
            yield mention

    def _agrees(self, mention: Mention, word: str) -> bool:
        if word in HE or word in SHE:
            if mention.kind != "person" or mention.plural:
                return False
            gender = "m" if word in HE else "f"
            return all(not isinstance(r, Person) or r.gender in (None, gender) for r in mention.referents)
        if word in IT:
            return mention.kind in ("state", "group", "body") and not mention.plural and len(mention.referents) == 1
        return word in THEY

    def _salience(self, mention: Mention, token: Token, sentence: int) -> float:
        word = token.lower_
        score = -2.0 * (sentence - mention.sentence) - 0.01 * (token.i - mention.token.i)
        score += 1.5 * mention.is_subject - 1.5 * mention.is_setting - 1.0 * mention.is_modifier
        score += 0.8 * mention.is_main - 0.5 * mention.is_complement + 0.2 * min(self._times(mention), 5)
        gender = "m" if word in HE else "f"
        score += 2.0 * any(isinstance(r, Person) and r.gender == gender for r in mention.referents) * (word in HE or word in SHE)
        if token.dep_ == "nmod:poss" and clause_head_of(mention.token).i == clause_head_of(token).i:
            score += 1.5
        if word in THEY:
            many = mention.plural or len(mention.referents) > 1
            score += 1.0 if many else (0.5 if mention.kind == "group" else -0.5)
            score -= 1.5 if mention.kind == "person" and not many else 0
        if mention.token.dep_ == "obj":
            score += 0.3
        return score

    def _is_barred(self, mention: Mention, token: Token) -> bool:
        """A pronoun that is an object does not mean the subject of its own clause, nor a possessive the noun it stands with."""
        if token.dep_ in ("obj", "iobj", "obl", "obl:agent") and not token.lower_.endswith(("self", "selves")):
            return mention.is_subject and mention.token.head.i == token.head.i
        return mention.token.i == token.head.i

    def _learn_gender(self, mention: Mention, word: str) -> None:
        for referent in mention.referents:
            if isinstance(referent, Person) and referent.gender is None and len(mention.referents) == 1:
                referent.gender = "m" if word in HE else "f" if word in SHE else None

    def pair(
        self,
        sentence: int,
        *,
        level: Literal["person", "state", "group", "party"],
        role: str = "",
        barred: Collection[Referent] = (),
    ) -> tuple[Referent, ...]:
        """The two latest actors of different parties: persons (who hold the office ``role``), states or sides of any kind."""
        if level == "party" and (sides := self._sides()):
            return sides
        if (
            level == "state"
            and (named := self._coordinated(between=False, since=sentence - 2))
            and all(self._parties.is_state(code) for code in named)
        ):
            return tuple(self._parties.actor(code) for code in named)
        found: list[Referent] = []
        for mention in reversed(self.mentions):
            if sentence - mention.sentence > 2 * SENTENCES_BACK:
                break
            if mention.is_setting and level != "state":
                continue
            for referent in reversed(mention.referents):
                if referent in barred or (role and isinstance(referent, Person) and (referent.role or "").split(" ")[-1] != role):
                    continue
                if self._fits_level(referent, level) and all(self._differ(referent, other, level) for other in found):
                    found.append(referent)
                if len(found) == 2:
                    return tuple(reversed(found))
        return ()

    def _sides(self) -> tuple[Referent, ...]:
        """The two sides of the text's quarrel, as parties."""
        codes = (
            self._coordinated(between=True) or self._state_and_group() or self._most_named() or self._coordinated(between=False)
        )
        return tuple(self._parties.actor(code) for code in codes)

    def _coordinated(self, *, between: bool, since: int = 0) -> tuple[str, ...]:
        """The latest two parties joined by "and", after "between" where that is asked, from the sentence ``since`` on."""
        by_token = {mention.token.i: mention for mention in self.mentions}
        for mention in reversed(self.mentions):
            first = by_token.get(mention.token.head.i) if mention.token.dep_ == "conj" else None
            if mention.sentence < since:
                break
            if (
                first is None
                or not first.referents
                or not mention.referents
                or first.kind == "person"
                or mention.kind == "person"
            ):
                continue
            if between and not any(c.lower_ == "between" for c in first.token.children):
                continue
            one, two = first.referents[0].party, mention.referents[0].party
            if one and two and one != two:
                return (one, two)
        return ()

    def _state_and_group(self) -> tuple[str, ...]:
        """The state that the text is about and the armed group on its ground that is named most."""
        if self.focus is None or not self._party_counts[self.focus]:
            return ()
        armed = [
            code
            for code, times in self._party_counts.most_common()
            if self._parties.of.get(code) == self.focus or (times > 1 and self._is_new_group(code))
        ]
        return (self.focus, armed[0]) if armed and self.focus != "PSE" else ()

    def _is_new_group(self, code: str) -> bool:
        """Whether a party that no lexicon knows bears the name of an armed group: "Shire Valley Front"."""
        if code in self._parties.display:
            return False
        names = (r.name for m in self.mentions for r in m.referents if r.party == code and isinstance(r, Actor))
        return any(ARMED_NAMES & {normal(word) for word in name.split()} for name in names if name)

    def _most_named(self) -> tuple[str, ...]:
        """The two parties named most, where they stand out."""
        belligerent = [
            (code, times)
            for code, times in self._party_counts.most_common()
            if self._parties.is_state(code) or self._parties.is_armed(code)
        ]
        stand_out = len(belligerent) > 1 and (len(belligerent) == 2 or belligerent[1][1] > belligerent[2][1])
        return tuple(code for code, _ in belligerent[:2]) if stand_out else ()

    def _fits_level(self, referent: Referent, level: str) -> bool:
        if level == "person":
            return isinstance(referent, Person) and "spokes" not in (referent.role or "")
        if level == "group":
            return isinstance(referent, Actor) and referent.party is not None and not self._parties.is_state(referent.party)
        if level == "state":
            return self._parties.is_state(referent.party)
        return self._parties.is_state(referent.party) or self._parties.is_armed(referent.party)

    @staticmethod
    def _differ(one: Referent, two: Referent, level: str) -> bool:
        if level == "person":
            return one is not two and (one.party is None or one.party != two.party)
        return one.party != two.party
