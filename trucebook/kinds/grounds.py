"""Which places a noun phrase names, one by one: "parts of Kherson", "the towns of Sirkum and Mugaja", "the city".

In come the head of the phrase and the scene, out go :class:`Ground`: the place, its token and how much of it is meant.

>>> [g.place.name for g in find_grounds(token, scene)]     # doctest: +SKIP
['Sirkum', 'Mugaja']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pycountry

from trucebook.language.tree import antecedent, base_dep, children, conjuncts, preposition_of
from trucebook.records import Extent, Place
from trucebook.resolution.parties import party_table
from trucebook.resolution.placenames import UNKNOWN_FINENESS

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.placenames import Named
    from trucebook.resolution.scene import Scene

PARTS = (
    "part portion swath swathe half third quarter fifth most much some several multiple outskirts section "
    "stretch neighbourhood neighborhood suburb bank kilometre kilometer km mile hectare chunk position percent majority pocket "
    "tenth centre center heart edge fringe corner bulk dozen hundred thousand piece acre sliver rest remainder remaining "
    "north south east west northeast northwest southeast southwest street block alley lane building"
)
WHOLE = "all whole entire entirety"
# Nouns that stand for a place: "the town" takes up the one named before, "the town of Bara" names it.
PLACE_NOUNS = (
    "city town village area region province territory camp base capital district island settlement country place enclave "
    "airport airbase hamlet position crossing hill port valley corridor strip ground land soil zone sector front "
    "junction highway road bridge field oilfield refinery dam headquarters palace building barracks garrison stronghold "
    "state locality quarter heights ridge peninsula coast facility site complex hq bank side township municipality "
    "governorate county commune parish atoll reef archipelago plain mountain hilltop checkpoint outpost farm field gateway hub "
    "post installation hall temple mosque compound spot pass plant airstrip depot shrine premises "
    "airfield fort fortress citadel cantonment sector stretch hinterland interior summit ridgeline heartland homeland "
    "ruin street height hillside monastery farmland plateau gorge trench silo waterworks pocket"
)
# Nouns for a small part of the town or land where it is said to be.
SITES = (
    "post position height hill hilltop airstrip building hall barracks outpost checkpoint street quarter dam market silo site "
    "bunker trench gate"
)
# Nouns that may mean ground far from what their clause names.
VAGUE = "territory land ground soil area region country side"
# Nouns after a place's name that make it the name of something else: "the Ottawa Treaty".
PACTS = "treaty court convention accord agreement pact organisation organization council league statute protocol talk summit"
# Prepositions that give examples, or more places of the same.
WHERE = frozenset(
    {"in", "at", "near", "on", "across", "throughout", "inside", "outside", "over", "off", "around", "within", "along"}
)
NOMINAL = frozenset({"nmod", "obl", "obj", "appos", "flat", "compound", "conj", "acl", "advcl", "xcomp", "amod"})
PROVINCES = frozenset(
    {"oblast", "province", "governorate", "region", "state", "district", "county", "krai", "department", "prefecture"}
)
# Pronouns that open a clause about the place before them.
RELATIVE = frozenset({"which", "that"})
LISTING = frozenset({"including", "such as", "alongside", "as well as", "among", "along with", "together with", "besides"})


@dataclass(frozen=True)
class Ground:
    """A place in the text, the token that names it, and how much of it is meant."""

    place: Place
    token: Token
    extent: Extent | None = None


def find_grounds(head: Token, scene: Scene) -> list[Ground]:
    """The places that the phrase of ``head`` names; when it names none but takes one up ("the town"), that one.

    Of a town of which only a site is told ("two posts in Bara") a part is meant.
    """
    is_site = head.lemma_.lower() in SITES.split() and not any(c.i < head.i for c in children(head, "compound", "flat"))
    grounds = _grounds_of(head, scene)
    return [replace(g, extent="part") if is_site and g.extent is None else g for g in grounds]


def _grounds_of(head: Token, scene: Scene) -> list[Ground]:
    extent = extent_of(head)
    if head.pos_ == "PRON" and head.lower_ in RELATIVE:
        return _grounds_of_relative(head, scene)
    named = {n.head.i: n for n in scene.place_index.named}
    if head.dep_ == "appos" and head.head.i in named and head.pos_ == "NOUN":  # "in Sanaa, the capital of Yemen that they hold"
        return [Ground(named[head.head.i].place, head.head, extent)]
    first = next(_names_in(head, scene), None)
    if first is not None:
        return [Ground(place, first.head, extent) for place in list_places(first, scene)]
    if head.lower_ == "it":
        place = _place_meant_by_it(head, scene)
        return [Ground(place, head)] if place is not None else []
    if head.lemma_.lower() in PLACE_NOUNS.split() and _is_definite(head):
        meant = next((n.place for n in scene.place_index.meant if n.head.i == head.i), None)
        place = _country_of(head, scene) or meant or scene.place(head) or _place_before(head, scene)
        return [Ground(place, head, extent)] if place is not None else []
    if (whole := _whole_of(head)) is not None and (grounds := find_grounds(whole, scene)):
        return [replace(g, extent=extent) for g in grounds]
    place = place_by_name(head, scene) or _country_of(head, scene) or _place_of_site(head, scene)
    return [Ground(place, head, extent)] if place is not None else []


def _whole_of(head: Token) -> Token | None:
    """The town or land of which a part is told without its name: "the rest of the town", "half of it"."""
    divides = head.lemma_.lower() in (*PARTS.split(), *WHOLE.split()) or head.pos_ in ("NUM", "DET", "SYM")
    inner = (c for c in children(head, "nmod") if preposition_of(c) in ("of", "in", "within", "inside"))
    return next((c for c in inner if is_place_noun(c) or c.lower_ == "it"), None) if divides else None


def _grounds_of_relative(pronoun: Token, scene: Scene) -> list[Ground]:
    """What "which" takes up: its noun, or the name right before it where the parser hung the clause too high
    ("the occupation of Bara, which they seized in March")."""
    noun = antecedent(pronoun)
    if noun.i != pronoun.i and (found := find_grounds(noun, scene)):
        return found
    near = [n for n in scene.place_index.named if 0 <= pronoun.i - n.end <= 2]
    return [Ground(n.place, n.head) for n in near[-1:]]


def _place_of_site(head: Token, scene: Scene) -> Place | None:
    """Where sites without a name are: "overran two army posts in Kurram", "these towns"."""
    lemma = head.lemma_.lower()
    if not is_place_noun(head) or lemma in (*PARTS.split(), *VAGUE.split()):
        return None
    taken_up = any(c.lower_ in ("these", "those", "both") for c in children(head, "det"))
    return scene.place(head) or (_place_before(head, scene) if taken_up else None)


def _country_of(head: Token, scene: Scene) -> Place | None:
    """The country of "Congolese territory", "Ukrainian soil"."""
    if head.lemma_.lower() not in PLACE_NOUNS.split():
        return None
    table = party_table(scene.lexicon)
    codes = (a.party for c in children(head, "amod", "nmod:poss") for a in scene.actors(c)[:1] if a.kind == "party")
    code = next((code for code in codes if is_state(code)), None)
    return Place(name=table.actor(code).name or code, country=code) if code else None


def place_by_name(head: Token, scene: Scene) -> Place | None:
    """The place that a proper noun names where only a place can stand, though it was not read as one."""
    actor = scene.actor(head)
    if head.pos_ != "PROPN" or (actor is not None and actor.kind == "body"):
        return None
    place = scene.place_index.lookup(_flat_name(head))
    if actor is not None and is_state(actor.party):  # a capital may be taken or hit, a country's name is no town
        return place if place is not None and place.country == actor.party and head.text != actor.name else None
    return place


def is_state(party: str | None) -> bool:
    """Whether a party code is that of a state (ISO 3166-1 alpha-3)."""
    return party is not None and len(party) == 3 and pycountry.countries.get(alpha_3=party) is not None


def list_places(first: Named, scene: Scene) -> list[Place]:
    """``first`` and the places that the text lists with it ("Lebanon, Syria or Gaza"); what only locates it is none of them."""
    by_head = {n.head.i: n for n in scene.place_index.named}
    tokens = [t for t in conjuncts(first.head) if t.i >= first.head.i]
    if any(children(t, "cc") for t in tokens[1:]):
        # In "Metula, Safed and Haifa" the middle one is often read as an apposition.
        tokens += [c for t in tokens[:1] for c in children(t, "appos") if c.i < tokens[-1].i and c.pos_ == "PROPN"]
    else:
        tokens = tokens[:1]
    listed = [t for c in _listed_below(first.head) for t in conjuncts(c)]
    # Of "many towns in Aleppo province, including Bab and Maskanah" the province only locates.
    found = [] if _is_wider(first) and any(t.i in by_head for t in listed) else [first.place]
    tokens += listed
    sites = [t for t in tokens[1:] if is_place_noun(t)]  # "Bara and the airport of Gondar"
    tokens = [t for t in tokens if t not in sites] + [n.head for t in sites for n in list(_names_in(t, scene))[:1]]
    for token in sorted(tokens[1:], key=lambda t: t.i):
        named = by_head.get(token.i)
        locates = named is not None and not children(token, "cc") and _is_wider(named) and not first.is_country
        place = named.place if named is not None else _place_listed(token, scene)
        if place is not None and not locates and all(p.name != place.name for p in found):
            found.append(place)
    return found or [first.place]


def _is_wider(named: Named) -> bool:
    """Whether the name says that it is a country or a province, and so may only locate what stands before it."""
    return named.is_country or named.place.name.split()[-1].lower() in PROVINCES


def _place_listed(token: Token, scene: Scene) -> Place | None:
    """The place that a proper noun names by standing in a list of places."""
    actor = scene.actor(token)
    if token.pos_ != "PROPN" or (actor is not None and actor.party is not None):
        return None
    return place_by_name(token, scene) or Place(name=_flat_name(token))


def _flat_name(head: Token) -> str:
    flat = [t for t in head.subtree if t.i == head.i or (t.head.i == head.i and t.dep_ in ("compound", "flat"))]
    return head.doc[flat[0].i : flat[-1].i + 1].text


def _listed_below(head: Token) -> Iterator[Token]:
    """What "including" or "alongside" lists below or beside ``head``; of "the towns of Bara and Baraka" the names."""
    beside = children(head.head, "nmod", "obl") if head.head.i != head.i else []
    for c in (*children(head, "nmod", "obl"), *(b for b in beside if b.i > head.i)):
        if preposition_of(c) in LISTING:
            named = [m for m in children(c, "nmod") if preposition_of(m) == "of"] if is_place_noun(c) else []
            yield from named or [c]


def place_within(token: Token, scene: Scene) -> Place | None:
    """The place named deeper below ``token`` than its own clause parts: "strikes on targets throughout Iran"."""
    found = [
        (named.fineness - 0.5 * steps, -named.start, named.place)
        for named in scene.place_index.named_beside(token)
        if preposition_of(named.head) in WHERE and (steps := _steps_up(named.head, token)) is not None
    ]
    return max(found, key=lambda f: f[:2])[2] if found else None


def _steps_up(head: Token, above: Token) -> int | None:
    """How many nominal steps lead from ``head`` up to ``above``; ``None`` where a clause lies between."""
    current = head
    for steps in range(6):
        if current.i == above.i:
            return steps
        if current.head.i == current.i or base_dep(current) not in NOMINAL or current.dep_ == "acl:relcl":
            return None
        current = current.head
    return None


def names_place(head: Token, scene: Scene) -> bool:
    """Whether the phrase of ``head`` has a place's name in it."""
    return next(_names_in(head, scene), None) is not None


def is_place_noun(head: Token) -> bool:
    """Whether ``head`` is a noun for a place, "the towns"; not its name."""
    lemma = head.lemma_.lower()
    return head.pos_ != "PROPN" and (lemma in PLACE_NOUNS.split() or lemma in PARTS.split())


def is_divisible(head: Token) -> bool:
    """Whether ``head`` may be said of a place: a noun for one, a part, a number or a pronoun ("most of Bara", "four in Bara")."""
    return is_place_noun(head) or head.pos_ in ("NUM", "PRON", "ADJ", "DET")


def _is_definite(head: Token) -> bool:
    words = [c.lower_ for c in children(head, "det", "nmod:poss")]
    return "Plur" not in head.morph.get("Number", []) and any(w in ("the", "this", "that", "its", "their") for w in words)


def _names_in(head: Token, scene: Scene) -> Iterator[Named]:
    """The places named in the phrase of ``head``: by itself, by what stands before it, by its "of" or its apposition."""
    by_token = {i: n for n in scene.place_index.named for i in range(n.start, n.end)}
    if head.i in by_token:
        yield by_token[head.i]
        return
    if head.lemma_.lower() in PACTS.split():
        return
    if is_divisible(head):
        for c in head.children:
            if base_dep(c) == "appos" or (base_dep(c) == "nmod" and preposition_of(c) == "of"):
                yield from _names_in(c, scene)
    if is_place_noun(head) or head.pos_ == "PROPN":
        owners = (c for c in head.children if base_dep(c) in ("compound", "flat") or c.dep_ == "nmod:poss")
        yield from (by_token[c.i] for c in owners if c.i in by_token)
    if is_divisible(head):
        for c in children(head, "nmod"):
            if preposition_of(c) in LISTING or preposition_of(c) in ("in", "within", "inside", "across"):
                yield from _names_in(c, scene)


def _place_before(head: Token, scene: Scene) -> Place | None:
    """The last place named before ``head`` in this sentence or the two before it: what "the town" takes up."""
    lemma, doc = head.lemma_.lower(), head.doc
    for named in reversed([n for n in scene.place_index.named if n.end <= head.i]):
        sentences = sum(1 for t in doc[named.head.i : head.i + 1] if t.is_sent_start)
        if sentences > 3:
            return None
        if named.is_country == (lemma == "country"):
            return named.place
    return None


def _place_meant_by_it(pronoun: Token, scene: Scene) -> Place | None:
    """The town or site named last before "it" ("took Bara but lost it"), in this sentence or the one before."""
    for named in reversed([n for n in scene.place_index.named if n.end <= pronoun.i]):
        if sum(1 for t in pronoun.doc[named.head.i + 1 : pronoun.i + 1] if t.is_sent_start) > 1:
            return None
        if named.fineness >= UNKNOWN_FINENESS:
            return named.place
    return None


def extent_of(head: Token) -> Extent | None:
    """How much of a place the words of a noun phrase mean."""
    words = {t.lemma_.lower() for t in head.subtree if t.i <= head.i + 1} | {head.lower_}
    if words & set(PARTS.split()):
        return "part"
    return "all" if words & set(WHOLE.split()) else None
