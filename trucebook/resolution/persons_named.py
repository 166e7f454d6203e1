"""Reads the capitalised names of a text: persons with their titles and parties, and organisations that no lexicon knows.

In comes a :class:`Cast` and a :class:`Run` of name words, out go mentions noted in the cast.

>>> read_run(cast, run)     # doctest: +SKIP
"""

from __future__ import annotations

import re

from trucebook.language.names import is_capitalised, normal, word_set
from trucebook.language.tree import base_dep, clause_head_of
from trucebook.records import Actor
from trucebook.resolution.appositions import Introduction
from trucebook.resolution.cast import STATELESS, Cast
from trucebook.resolution.collectives import acronym_after, latest_group, owner_referents, parties_after, parties_of
from trucebook.resolution.coreference import PLACING
from trucebook.resolution.persons import ACRONYM_LENGTH, GROUP_WORDS, OWN_GROUPS, Person, Run, code_of
from trucebook.resolution.surface import POSSESSIVES

MODEL = re.compile(r"[A-Za-z]{1,6}-\d{1,4}[A-Z]{0,2}")
STATIONS = word_set("radio television tv channel canal")
PAPERS = STATIONS | word_set("news times tribune herald gazette courier newspaper magazine daily broadcasting online media")
REBELS = word_set("rebel guerrilla guerilla insurgent separatist militia")
"""Words before a title that tell of a group, never of the state that it fights: "rebel spokesman X"."""
PREMISES = word_set(
    "airport hospital museum church mosque university school refinery college stadium hotel dam bridge prison base"
)
"""Last words of names of places: what is told of "Lome International Airport" is told of no side."""
TURN_MARKS = frozenset((":", ")", "):"))
MEETING = frozenset(
    ("speak", "meet", "call", "phone", "telephone", "talk", "confer", "receive", "visit", "hold", "tell", "write")
)
OF_ONE_EACH = frozenset(
    (
        *("president", "prime minister", "chancellor", "premier", "king", "foreign minister", "foreign secretary"),
        *("defence minister", "defense minister", "interior minister"),
    )
)
"""Offices that a state has once: two who hold one are of two states."""


def is_person(cast: Cast, run: Run) -> bool:
    """Whether the run is a person's name: labelled so, known, titled, or (without a label) the subject of a clause."""
    if _is_office_holder(cast, run):
        return True
    if len(run.words) <= 2 and _is_town(cast, run):
        return False
    if run.kind == "person":
        return True
    if cast.registry.find(run.words) is not None and run.kind != "organisation":
        return True
    title = cast.surface.title_at.get(run.start - 1)
    titled = title is not None and title.end == run.start
    if run.kind == "unknown" and 2 <= len(run.words) <= 4:
        return titled or base_dep(cast.doc[run.start : run.end].root) == "nsubj"
    return titled and run.kind in ("unknown", "place")


def _is_office_holder(cast: Cast, run: Run) -> bool:
    root = cast.doc[run.start : run.end].root
    placed = any(c.dep_ == "case" and c.lower_ in PLACING for c in root.children)
    return not placed and cast.office_holder(run.words) is not None


def _is_town(cast: Cast, run: Run) -> bool:
    """Whether an untitled name is a town's: the gazetteer has it and it stands where places stand."""
    root = cast.doc[run.start : run.end].root
    if run.start - 1 in cast.surface.title_at or cast.registry.find(run.words) is not None:
        return False
    placed = any(c.dep_ == "case" and c.lower_ in PLACING for c in root.children)
    if root.dep_ == "conj" and root.head.ent_type_ == "PLACE":
        return True
    if run.kind == "person" and not placed and root.dep_ not in ("obj", "nsubj:pass"):
        return False
    spot = cast.gazetteer.lookup(run.text)
    return spot is not None and (run.kind != "person" or placed or spot.population > 0)


def read_person(cast: Cast, run: Run, intro: Introduction) -> None:
    """Note a named person, with what the words around the name tell."""
    person = cast.registry.add(run)
    person.gender = person.gender or next((t.gender for t in intro.titles if t.gender), None)
    person.role = person.role or intro.role
    person.forms.update(word for t in intro.titles for word in t.name.split(" "))
    person.listed = person.listed or any(t.plural for t in intro.titles)
    if person.role is not None and intro.titles and all(t.of == "nobody" for t in intro.titles):
        person.settled = True  # an occupation: "a Chadian analyst" speaks for nobody
    others = _is_other_side(intro)
    if person.party is None and not person.settled and not others:
        person.party = next((r.party for t in intro.owners for r in owner_referents(cast, t) if r.party), None)
    if person.party is None and not person.settled:
        person.party = next((t.party for t in intro.titles if t.party), None)
        _join_list(cast, person, run, intro)
    if person.party is None and intro.role and all(t.of in ("nobody", "rank") for t in intro.titles):
        person.settled = True
    _recognise(cast, person)
    if person.role is None and any(t.of == "counterpart" for t in intro.titles):
        person.role = _role_before(cast)
    if person.party is None and person.guess is None and others:
        person.guess, person.is_other = _other_state(cast, run, intro), True
    elif person.party is None and person.guess is None and _is_of_several(intro, person):
        person.is_other = True  # "presidents A and B": each of a state of its own, and nothing tells of which
    elif person.party is None and person.guess is None and (barred := _met_by(cast, run)):
        person.guess, person.is_other = cast.acting_at(run.start, barred=barred), True
    elif person.party is None and person.guess is None:
        if cast.issuer is not None and cast.doc[run.end : run.end + 1].text in TURN_MARKS:
            person.guess = cast.issuer  # "Press Officer X:", in that side's own briefing
        elif person.role is not None or any(t.armed for t in intro.titles):
            person.guess = _guess_party(cast, run, intro)
        else:
            person.guess = _office_before(cast, run, person)
    cast.note(min(intro.start, run.start), run.end, (person,), "person")


def _is_of_several(intro: Introduction, person: Person) -> bool:
    """Whether the name stands in a list of those who hold one office of a state: "foreign ministers A and B"."""
    return person.listed and (person.role or "") in OF_ONE_EACH and not intro.owners


def _met_by(cast: Cast, run: Run) -> set[str]:
    """The states of the office holders with whom a named one speaks or meets in one clause: not that one's own."""
    root = cast.doc[run.start : run.end].root
    verb = clause_head_of(root)
    if verb.lemma_ not in MEETING:
        return set()
    clauses = {verb.i, verb.head.i} if verb.dep_ == "xcomp" else {verb.i}  # "agreed to meet"
    found: set[str] = set()
    for token in cast.doc[root.sent.start : root.sent.end]:
        if run.start <= token.i < run.end or clause_head_of(token).i not in clauses:
            continue
        hit, title = cast.surface.hit_at.get(token.i), cast.surface.title_at.get(token.i)
        if title is not None and title.value.party:
            found.add(title.value.party)
        if hit is not None and hit.value.party and hit.end in cast.surface.title_at:
            found.add(hit.value.party)
        found |= {r.party for r in cast.referents.get(token.i, ()) if isinstance(r, Person) and r.party}
    return found


def _recognise(cast: Cast, person: Person) -> None:
    """What is known of a holder of a public office, where the text tells nothing else of the person."""
    holder = cast.office_holder(person.words) if not person.settled else None
    if holder is None or person.party not in (None, holder.party):
        return
    person.party, person.gender = holder.party, person.gender or holder.gender
    person.forms.update(word for office in holder.offices for word in office.split(" "))


def _is_other_side(intro: Introduction) -> bool:
    """ "his counterpart X": the pronoun's party is not that of X."""
    pronouns = bool(intro.owners) and all(t.lower_ in POSSESSIVES for t in intro.owners)
    return pronouns and any(t.of == "counterpart" for t in intro.titles)


def _other_state(cast: Cast, run: Run, intro: Introduction) -> str | None:
    """The one other state that the sentence of "his counterpart X" names."""
    own = {r.party for t in intro.owners for r in owner_referents(cast, t)}
    found: set[str] = set()
    for token in cast.doc[run.start].sent:
        hit, spot = cast.surface.hit_at.get(token.i), cast.surface.spot_at.get(token.i)
        code = hit.value.party if hit is not None else spot.value.country if spot is not None else None
        if code is not None and cast.parties.is_state(code) and code not in own:
            found.add(code)
    return found.pop() if len(found) == 1 else None


def _join_list(cast: Cast, person: Person, run: Run, intro: Introduction) -> None:
    """In a list under one title ("envoys A and B", "ministers C, D and E") the title and its party hold for all."""
    root = cast.doc[run.start : run.end].root
    if root.dep_ != "conj" or intro.titles:
        return
    other = next(iter(cast.referents.get(root.head.i, ())), None)
    if isinstance(other, Person) and other is not person and other.listed:
        person.party, person.role, person.listed = person.party or other.party, person.role or other.role, True
        person.forms |= other.forms


def _role_before(cast: Cast) -> str | None:
    earlier = cast.discourse.latest(lambda m: any(isinstance(r, Person) and r.role for r in m.referents))
    return next((r.role for r in earlier.referents if isinstance(r, Person)), None) if earlier else None


def is_outlet(run: Run) -> bool:
    """Whether a name is that of a station or paper, which only reports: "Radio Dodoma", "the Rift Tribune"."""
    return len(run.words) > 1 and (normal(run.words[0]) in STATIONS or normal(run.words[-1]) in PAPERS)


def read_organisation(cast: Cast, run: Run) -> None:
    """Note a body of a party ("Digital Affairs Ministry") or an organisation under its acronym or its name in capitals."""
    run = _with_words_before(cast, run)
    name, last = normal(run.text), run.words[-1]
    if is_outlet(run) or normal(last) in PREMISES:
        cast.note(run.start, run.end, (), "nobody")
        return
    if len(run.words) == 1 and name in GROUP_WORDS and name not in cast.codes:
        full = next((known for known in reversed(cast.codes) if known.split(" ")[-1] == name), None)
        if full is not None:  # "the Highland Front ... the Front"
            cast.note(run.start, run.end, (Actor(party=cast.codes[full], name=run.text, kind="party"),), "group")
            return
    code = cast.codes.get(name)
    if code is None and _read_body(cast, run):
        return
    is_acronym = len(run.words) == 1 and last.isupper() and ACRONYM_LENGTH[0] <= len(last) <= ACRONYM_LENGTH[1]
    if code is None and run.kind != "organisation" and not is_acronym:
        return
    if cast.doc[run.start : run.end].root.ent_type_ in ("WEAPON", "MILITARY_PLATFORM") or _is_model_number(run.text):
        return
    acronym = acronym_after(cast, run.end)
    code = code or acronym or code_of(run)
    if not code:
        return
    cast.codes[name] = code
    if acronym:
        cast.codes[normal(acronym)] = code
    cast.note(run.start, run.end, (Actor(party=code, name=run.text, kind="party"),), "group")


def _with_words_before(cast: Cast, run: Run) -> Run:
    """The run with the capitalised common words before it that belong to its name: "Sudan *Teachers* Union"."""
    start, surface = run.start, cast.surface
    if len(run.words) > 1 or normal(run.words[0]) not in GROUP_WORDS:
        return run
    while start > 0 and is_capitalised(cast.doc[start - 1].text) and not cast.doc[start - 1].is_sent_start:
        owned = start - 1 in surface.hit_at
        if owned and start == run.start:
            return run
        if not owned and start - 1 not in surface.title_at and start - 1 not in surface.noun_at:
            break
        start -= 1
    if start == run.start:
        return run
    words = tuple(t.text for t in cast.doc[start : run.end])
    return Run(start, run.end, cast.doc[start : run.end].text, words, "organisation")


def _is_model_number(text: str) -> bool:
    """Whether a name is a weapon's or a vehicle's: letters, a hyphen and digits ("AK-47", "Su-34"); no group is so called."""
    return MODEL.fullmatch(text) is not None


def _read_body(cast: Cast, run: Run) -> bool:
    noun = cast.surface.noun_at.get(run.end - 1)
    before = cast.surface.hit_at.get(run.start - 1)
    if before is not None and before.value.party and _is_state_body(run):
        full = cast.doc[before.start : run.end].text
        cast.note(
            before.start, run.end, (Actor(party=before.value.party, name=full, kind="body"),), "body", head=normal(run.words[-1])
        )
        return True
    if noun is None or noun.value[0].acts_as != "body":
        return False
    owners = parties_of(cast, cast.surface.owners_before(run.start)) or parties_after(cast, run.end)
    focus = cast.focus_at(run.start)
    owners = owners or ([focus] if focus else [])
    if not owners:
        return False
    bodies = tuple(Actor(party=code, name=run.text, kind="body") for code in owners)
    cast.note(run.start, run.end, bodies, "body", head=noun.value[0].name)
    return True


def _is_state_body(run: Run) -> bool:
    """Whether words after a party's name make one of its bodies: "Abu Dhabi National Oil Company", not "Libyan Liberation
    Front".
    """
    words = {normal(word) for word in run.words}
    named = len(run.words) > 1 and (normal(run.words[-1]) in GROUP_WORDS or normal(run.words[0]) in GROUP_WORDS)
    return named and not words & OWN_GROUPS


def _guess_party(cast: Cast, run: Run, intro: Introduction) -> str | None:
    """The state whose office it can only be: where a governor's or president's sentence is set; for an envoy, who acts in
    it.
    """
    group = _group_before(cast, run, intro)
    if group is not None:
        return group
    if any(t.local for t in intro.titles):
        return cast.state_of_place_before(intro.start) or cast.focus_at(run.start)
    spoken_for = _body_before(cast, run, intro)
    if spoken_for is not None:
        return spoken_for
    sentence = cast.doc[run.start].sent
    before = range(sentence.start, intro.start)
    if any(t.of == "state" or t.armed for t in intro.titles):
        for i in reversed(before):
            hit, spot = cast.surface.hit_at.get(i), cast.surface.spot_at.get(i)
            if hit is not None and hit.value.sense == "capital" and i not in cast.referents:
                return hit.value.party
            if spot is not None and spot.value.country:
                return spot.value.country
        focus, acting = cast.focus_at(run.start), cast.acting_at(run.start)
        return (focus if all(t.of != "state" for t in intro.titles) and focus not in STATELESS else None) or acting or focus
    for i in before:
        for referent in cast.referents.get(i, ()):
            if referent.party is not None and cast.doc[i].head.i != i:
                return referent.party
    return None


def _group_before(cast: Cast, run: Run, intro: Introduction) -> str | None:
    """The group told last, for "rebel spokesman X"."""
    if not intro.titles or intro.start >= run.start:
        return None
    word = next((t.lower_ for t in cast.doc[max(intro.start - 1, 0) : run.start] if t.lower_ in REBELS), None)
    found = latest_group(cast, [], word) if word is not None else ()
    return found[0].party if found else None


def _body_before(cast: Cast, run: Run, intro: Introduction) -> str | None:
    """The party of the army, police or government told shortly before, for "army spokesman X"."""
    words = {t.name.split(" ")[0] for t in intro.titles if " " in t.name}
    sentence = cast.sentence_of.get(run.start, 0)
    told = cast.discourse.latest(lambda m: m.head in words and bool(m.referents), sentence=sentence, back=3)
    return told.referents[0].party if told is not None and len(told.referents) == 1 else None


def _office_before(cast: Cast, run: Run, person: Person) -> str | None:
    """The party of an office told shortly before of nobody by name: "The Turkish president thanked them. ... X added"."""
    sentence = cast.sentence_of.get(run.start, 0)
    latest = cast.discourse.latest(lambda m: m.kind == "person", sentence=sentence, back=2)
    if latest is None or latest.plural or len(latest.referents) != 1 or not latest.head or sentence == latest.sentence:
        return None
    holder = latest.referents[0]
    return None if isinstance(holder, Person) else holder.party


def settle_parties(cast: Cast) -> None:
    """Give holders of an office whose party no mention tells the likeliest one."""
    for person in cast.registry.persons:
        if person.party is None and not person.settled:
            person.party = person.guess or (cast.focus if person.role is not None and not person.is_other else None)
