"""Reads common nouns that stand for actors: "the Israeli army", "its foreign ministry", "the movement", "the Russian president",
"both sides".

In comes a :class:`Cast` and a phrase of the vocabulary, out go mentions noted in the cast.

>>> read_noun(cast, cast.surface.noun_at[4])     # doctest: +SKIP
5
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trucebook.language.names import Phrase, normal
from trucebook.language.tree import (
    SUBJECTS,
    base_dep,
    child,
    children,
    clause_head_of,
    conjuncts,
    controlled_subject_of,
    subject_of,
)
from trucebook.records import Actor
from trucebook.resolution.bodies import NounPhrase, body_name, body_span, letterhead, short_name
from trucebook.resolution.cast import STATELESS, Cast
from trucebook.resolution.coreference import HE, IT, SHE, THEY, Mention, MentionKind, Referent
from trucebook.resolution.parties import ActsAs
from trucebook.resolution.persons import ACRONYM_LENGTH, OWN_GROUPS, Person, Run, code_of
from trucebook.resolution.surface import POSSESSIVES, Owners
from trucebook.resolution.titles import Noun, Title

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

BLOCS = frozenset(("bloc", "union", "organization", "organisation", "alliance", "league", "community"))
NO_STATE = frozenset(("western", "foreign", "diplomatic", "european", "arab", "african", "allied", "international", "unnamed"))
LOCAL = frozenset(("local", "regional", "provincial", "municipal", "city", "state", "district", "federal", "national"))
SIDES = frozenset(("side", "party"))
TELLERS = frozenset(("official", "spokesman", "spokeswoman", "spokesperson", "minister", "adviser", "officer", "lawmaker"))
"""Whose word "a spokesman said" gives: that of the state which the text is about."""
BOTH = frozenset(("both", "two"))
PAIRING = frozenset(("the", "these", "those", "their"))
"""Words that make two of a kind those named before: "the two presidents", but not "two soldiers"."""
QUARRELLING = BOTH | {"the", "warring", "rival", "conflicting", "opposing"}
HEADS = frozenset(
    ("president", "prime minister", "premier", "chancellor", "king", "emir", "interim president", "supreme leader", "ruler")
)
ALSO_CALLED = {
    "leader": HEADS,
    "diplomat": frozenset({"foreign minister", "foreign secretary", "secretary of state", "minister of foreign affairs"}),
    "general": frozenset({"secretary-general", "secretary general", "chief"}),
    "secretary-general": frozenset({"chief", "head"}),
    "chief": frozenset({"secretary-general", "secretary general", "director-general", "head"}),
    "premier": frozenset({"prime minister"}),
    "minister": frozenset({"premier"}),
}
"""Other words by which the holder of an office is called: "the German leader" is the chancellor named before."""


def read_noun(cast: Cast, noun: NounPhrase) -> int:
    """Note a collective noun; returns the token after it (after "of Foreign Affairs", where that belongs to its name)."""
    first, referents = noun.value[0], noun_referents(cast, noun)
    if not referents:
        cast.note(noun.start, noun.end, (), "nobody", plural=first.plural)
        return noun.end
    is_body = isinstance(referents[0], Actor) and referents[0].kind == "body"
    kind: MentionKind = "body" if is_body else cast.kind_of(referents[0].party)
    start, end = body_span(cast, noun) if is_body else (noun.start, noun.end)
    cast.note(min(start, noun.start), end, referents, kind, plural=first.plural, head=first.name)
    return end


def owner_referents(cast: Cast, token: Token) -> tuple[Referent, ...]:
    """Whom a token that owns something stands for: a name, a noun, a pronoun, or a place in some state."""
    known = cast.referents.get(token.i, ())
    if any(r.party for r in known):
        return known
    hit, noun = cast.surface.hit_at.get(token.i), cast.surface.noun_at.get(token.i)
    if hit is not None and hit.value.party is not None:
        return (cast.parties.actor(hit.value.party),)
    if noun is not None:
        return noun_referents(cast, noun)
    if token.lower_ in HE | SHE | IT | THEY:
        return cast.discourse.pronoun(token, cast.sentence_of.get(token.i, 0))
    if token.lower_ == "whose":
        latest = cast.discourse.latest(lambda m: bool(m.referents) and m.token.i < token.i)
        return latest.referents if latest else ()
    if token.text.isupper() and (code := cast.codes.get(normal(token.text))):  # "fighters of the RVF", named in full before
        return (Actor(party=code, name=token.text, kind="party"),)
    run = _organisation_of(cast, token)
    if run is not None:  # no place, though its last word alone may be one: "University"
        return _new_group(cast, run) or known
    place = cast.gazetteer.lookup(token.text) if token.pos_ == "PROPN" else None
    return (cast.parties.actor(place.country),) if place is not None and place.country else known


def _organisation_of(cast: Cast, token: Token) -> Run | None:
    """The organisation's name of two or more words in which ``token`` stands."""
    run = next((r for i in range(token.i, max(-1, token.i - 6), -1) if (r := cast.runs.get(i)) and r.end > token.i), None)
    return run if run is not None and run.kind == "organisation" and len(run.words) > 1 else None


def _new_group(cast: Cast, run: Run) -> tuple[Referent, ...]:
    """The group that no lexicon knows by its name: "commander of the Saqra Brigade"."""
    if not {normal(word) for word in run.words} & OWN_GROUPS:
        return ()
    code = cast.codes.get(normal(run.text)) or acronym_after(cast, run.end) or code_of(run)
    return (Actor(party=code, name=run.text, kind="party"),)


def acronym_after(cast: Cast, end: int) -> str | None:
    """The acronym in brackets after a name: "Highland Front (HF)"."""
    doc = cast.doc
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
        text = doc[end + 1].text
        if text.isupper() and ACRONYM_LENGTH[0] <= len(text) <= ACRONYM_LENGTH[1] + 2:
            return text
    return None


def parties_of(cast: Cast, owners: Owners) -> list[str]:
    """The codes of the parties for which ``owners`` stand, in order, each once."""
    for tokens in (owners.tokens, owners.names):
        found = list(dict.fromkeys(r.party for token in tokens for r in owner_referents(cast, token) if r.party))
        if found:
            return found
    return []


def parties_after(cast: Cast, end: int) -> list[str]:
    """The codes of the parties named after token ``end - 1`` with "of", "for" and the like."""
    token = cast.surface.owner_after(end)
    if token is None:
        return []
    found = [r.party for r in owner_referents(cast, token) if r.party]
    hits = (cast.surface.hit_at.get(t.i) for t in conjuncts(token)[1:] if token.dep_ != "conj" and not children(t, "case"))
    found += [h.value.party for h in hits if h is not None and h.value.party]  # "soldiers of Chad and Libya"
    return list(dict.fromkeys(found))


def noun_referents(cast: Cast, noun: NounPhrase) -> tuple[Referent, ...]:
    """Whom a collective noun stands for."""
    first, senses = noun.value[0], {n.acts_as for n in noun.value}
    if "outlet" in senses:
        return ()
    following = cast.surface.hit_at.get(noun.end)
    if "group" in senses and following is not None and following.value.party:
        return (cast.parties.actor(following.value.party),)
    paired = pair_referents(cast, noun.start, first)
    if paired is not None:
        return paired
    owners = cast.surface.owners_before(noun.start)
    codes = parties_of(cast, owners) or parties_after(cast, noun.end) or letterhead(cast, noun)
    if "group" in senses and all(cast.parties.is_state(code) for code in codes):
        group = latest_group(cast, codes, first.name) if owners.definite else ()
        if group or senses == {"group"} or codes:
            return group  # "rebels in South Sudan": never the state that they fight
    if not codes:
        return _unowned(cast, noun, owners, senses)
    if "body" in senses and len(codes) == 1:
        return (Actor(party=codes[0], name=short_name(cast, noun, codes[0]) or body_name(cast, noun), kind="body"),)
    if senses == {"country"} and not owners.definite:
        return ()
    return tuple(cast.parties.actor(code) for code in codes)


def _unowned(cast: Cast, noun: NounPhrase, owners: Owners, senses: set[ActsAs]) -> tuple[Referent, ...]:
    """A collective noun with no owner named: what "the army", "the ministry", "the country" can only mean here."""
    first, capital = noun.value[0], cast.doc[noun.start].text[:1].isupper()
    focus = cast.focus_at(noun.start)
    if "body" in senses and cast.doc[noun.end - 1].dep_ in SUBJECTS:
        focus = _acting_in_sentence(cast, noun.start) or focus
    if "country" in senses:
        return _latest_state(cast, noun) if owners.definite else ()
    if "body" in senses and (owners.definite or capital):
        same = cast.discourse.latest(lambda m: m.kind == "body" and _last_word(m.head) == _last_word(first.name))
        if same is None and _last_word(first.name) == "mission" and owners.definite:  # "UNIFIL ... the mission"
            same = cast.discourse.latest(lambda m: m.kind == "body" and not cast.parties.is_state(m.referents[0].party))
        if same is not None:
            return same.referents
        if first.plural or focus is None:
            return ()
        return (Actor(party=focus, name=body_name(cast, noun), kind="body"),)
    if focus is None:
        return ()
    if "party" in senses and not owners.indefinite:
        earlier = cast.discourse.latest(lambda m: m.head == first.name and m.kind == "state")
        if focus in STATELESS or first.name == "government":  # places have none, and talks are hosted elsewhere
            focus = cast.acting_at(noun.start) or focus
        return earlier.referents if earlier is not None else (cast.parties.actor(focus),)
    if "members" in senses and first.name in ("official", "authorities") and _is_local(cast, noun.start):
        return (cast.parties.actor(focus),)
    return ()


def _acting_in_sentence(cast: Cast, i: int) -> str | None:
    """The state of the office holder who is the subject before, in one sentence: "the premier has gone, the ministry said"."""
    sentence = cast.sentence_of.get(i, 0)
    told = cast.discourse.latest(lambda m: m.kind == "person" and m.is_subject, sentence=sentence, back=0)
    code = told.referents[0].party if told is not None and len(told.referents) == 1 else None
    return code if cast.parties.is_state(code) else None


def _latest_state(cast: Cast, noun: NounPhrase) -> tuple[Referent, ...]:
    """The latest state named, but not the one that acts on it: "accuses Rwanda of invading the country"."""
    token = cast.doc[noun.end - 1]
    actor = controlled_subject_of(token.head) if base_dep(token) == "obj" else None
    if actor is not None and token.head.dep_ == "advcl" and not children(token.head, "nsubj"):
        actor = child(token.head.head, "obj") or actor
    barred = {r.party for r in cast.referents.get(actor.i, ())} if actor is not None else set()

    def fits(mention: Mention) -> bool:
        states = {r.party for r in mention.referents if cast.parties.is_state(r.party)}
        return len(states) == 1 and not states & barred and (mention.kind == "state" or bool(barred))

    latest = cast.discourse.latest(fits)
    code = latest.referents[0].party if latest is not None else None
    return (cast.parties.actor(code),) if code else ()


def _last_word(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _is_local(cast: Cast, start: int) -> bool:
    """Whether "local", "regional" and the like stand shortly before: officials of the place that the text is about."""
    return any(cast.doc[i].lower_ in LOCAL for i in range(max(0, start - 4), start))


def latest_group(cast: Cast, codes: list[str], word: str) -> tuple[Referent, ...]:
    """The latest group whose name has ``word`` in it, or else that is of such a sort, of the states ``codes`` where given."""
    armed, parties = word not in BLOCS, cast.parties

    def is_named(mention: Mention) -> bool:
        return mention.kind == "group" and any(word in normal(parties.display.get(r.party or "", "")) for r in mention.referents)

    def is_such(mention: Mention) -> bool:
        return mention.kind == "group" and any(
            parties.is_armed(r.party) == armed and (not codes or parties.of.get(r.party or "", codes[0]) in codes)
            for r in mention.referents
        )

    def is_sure(mention: Mention) -> bool:
        """Known to be such a group, or at least named before: a radio's or a firm's name in passing is neither."""
        code = mention.referents[0].party if mention.referents else None
        return is_such(mention) and (code in parties.display or cast.discourse.is_repeated(code))

    found = (cast.discourse.latest(fits) for fits in (is_named, is_sure, is_such))
    latest = next((mention for mention in found if mention is not None), None)
    return latest.referents[:1] if latest else ()


# Titles


def read_title(cast: Cast, title: Phrase[Title]) -> None:
    """Note the holder of an office who is not named here: "the Russian president", "his counterpart", "two officials"."""
    known = title.value.of != "nobody"
    referents = _title_referents(cast, title) if known else ()
    cast.note(title.start, title.end, referents, "person", plural=title.value.plural, head=title.value.name if known else "")


def _title_referents(cast: Cast, title: Phrase[Title]) -> tuple[Referent, ...]:
    value = title.value
    paired = pair_referents(cast, title.start, Noun(value.name, "members", value.plural))
    if paired is not None:
        return paired
    owners = cast.surface.owners_before(title.start)
    if value.of == "counterpart" and owners.tokens and all(t.lower_ in POSSESSIVES for t in owners.tokens):
        return ()  # "his counterpart": of whatever side, but not of his own
    codes = parties_of(cast, owners) or parties_after(cast, title.end)
    if codes:
        is_body = (
            value.of == "counterpart" and cast.doc[owners.start].lower_ in IT | THEY
        )  # "the army ... its Iranian counterpart"
        person = None if value.plural or is_body or owners.indefinite else _holder(cast, value, codes)
        if person is None and owners.definite and not value.plural:
            person = _adopted(cast, title, codes)
        return (person,) if person is not None else tuple(cast.parties.actor(code) for code in codes)
    state = cast.acting_at(title.start) or cast.focus_at(title.start)
    focus: tuple[Referent, ...] = (cast.parties.actor(state),) if state else ()
    if value.local or (_is_local(cast, title.start) and _last_word(value.name) == "official"):
        return _local_referents(cast, title)
    if _last_word(value.name) in TELLERS and _is_told_by(cast, title) and not _is_foreign(cast, title):
        told = cast.focus_at(title.start)
        return (cast.parties.actor(told),) if told else ()
    if value.plural or not (owners.definite or cast.doc[title.start].text[:1].isupper()):
        return ()
    person = _holder(cast, value, None)
    if person is not None:
        return (person,)
    if value.party and value.of == "side":  # "the Secretary-General", of one house only
        name = cast.doc[title.start : title.end].text
        return (Actor(party=value.party, name=name, kind="person", role=value.name),)
    same = cast.discourse.latest(lambda m: m.kind == "person" and _last_word(m.head) == _last_word(value.name))
    if same is not None:
        return same.referents
    return focus if value.of == "state" else ()


def _is_told_by(cast: Cast, title: Phrase[Title]) -> bool:
    """Whether the text gives something on the word of those who hold the title: "officials said", "according to officials"."""
    token = cast.doc[title.end - 1]
    cases = {c.lower_ for c in children(token, "case")}
    return token.dep_ == "nsubj" or "according" in cases


def _is_foreign(cast: Cast, title: Phrase[Title]) -> bool:
    """Whether they are officials of no state in particular: "western officials"."""
    return any(c.lower_ in NO_STATE for c in children(cast.doc[title.end - 1], "amod", "compound"))


def _local_referents(cast: Cast, title: Phrase[Title]) -> tuple[Referent, ...]:
    """Whom "the governor", "local officials" stand for: a holder named before, or the state in which the place lies."""
    holder = _holder(cast, title.value, None) if not title.value.plural else None
    if holder is not None:
        return (holder,)
    state = cast.state_of_place_before(title.start) or cast.focus_at(title.start)
    return (cast.parties.actor(state),) if state else ()


def _holder(cast: Cast, title: Title, codes: list[str] | None) -> Person | None:
    """The person named before who holds the title for one of ``codes``."""
    wanted = _last_word(title.name)
    for mention in reversed(cast.discourse.mentions):
        for referent in mention.referents:
            if not isinstance(referent, Person) or (codes is not None and referent.party not in codes):
                continue
            if title.of == "counterpart" or wanted in referent.forms or _last_word(referent.role or "") == wanted:
                return referent
            if codes is not None and referent.role in ALSO_CALLED.get(wanted, ()):
                return referent
    return None


def _adopted(cast: Cast, title: Phrase[Title], codes: list[str]) -> Person | None:
    """The person named shortly before of whom no office is known: "A flew to B. The Turkish foreign minister met ..."."""
    sentence = cast.sentence_of.get(title.start, 0)
    latest = cast.discourse.latest(lambda m: m.kind == "person", sentence=sentence, back=1)
    if latest is None or len(latest.referents) != 1 or latest.plural or not latest.is_subject:
        return None
    person = latest.referents[0]
    if not isinstance(person, Person) or person.party or person.role or person.settled:
        return None
    person.party, person.role = codes[0], title.value.name
    person.forms.update(title.value.name.split(" "))
    return person


# Pairs


def pair_referents(cast: Cast, start: int, noun: Noun) -> tuple[Referent, ...] | None:
    """Whom "both sides", "the two presidents", "the warring parties" stand for; ``None`` where no pair is meant."""
    doc, sentence = cast.doc, cast.sentence_of.get(start, 0)
    before = {doc[i].lower_ for i in range(max(0, start - 3), start)}
    if noun.name in SIDES:
        meant = before & QUARRELLING if noun.plural else before & {"neither", "either", "each", "both"}
        return cast.discourse.pair(sentence, level="party") if meant else None
    if noun.plural and noun.name in BLOCS | {"group"} and before & (BOTH | {"the"}):
        return cast.discourse.pair(sentence, level="group") or None
    two = next((i for i in range(max(0, start - 3), start) if doc[i].lower_ == "two"), None)
    counted = two is not None and "both" not in before and (not two or doc[two - 1].lower_ not in PAIRING)
    if not noun.plural or not before & BOTH or counted or any(i in cast.surface.hit_at for i in range(max(0, start - 2), start)):
        return None
    level: Literal["state", "person", "party"] = "party"
    if noun.acts_as in ("country", "party", "body"):
        level = "state"
    elif noun.acts_as == "members":
        level = "person"
    return latest_pair(cast, start, level=level, role=_last_word(noun.name))


def latest_pair(cast: Cast, i: int, *, level: Literal["state", "person", "party"], role: str = "") -> tuple[Referent, ...]:
    """The two latest actors at ``level`` before token ``i``, first those who hold ``role``; who tells it is none of them."""
    sentence, barred = cast.sentence_of.get(i, 0), teller_of(cast, i)
    return (
        (cast.discourse.pair(sentence, level=level, role=role, barred=barred) if role else ())
        or cast.discourse.pair(sentence, level=level, barred=barred)
        or cast.discourse.pair(sentence, level="party", barred=barred)
    )


def teller_of(cast: Cast, i: int) -> tuple[Referent, ...]:
    """Who says the clause in which token ``i`` stands."""
    clause = clause_head_of(cast.doc[i])
    if clause.dep_ not in ("ccomp", "parataxis") and not any(c.dep_ in ("ccomp", "parataxis") for c in clause.children):
        return ()
    subject = subject_of(clause.head if clause.dep_ == "ccomp" else clause)
    return cast.referents.get(subject.i, ()) if subject is not None and subject.i != i else ()
