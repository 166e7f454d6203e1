"""Gathers the mentions of one sentence into events: "killed", "drone attack" and "wounding" tell one event.

In come the mentions of a sentence, out go events. A mention joins the nearest mention above it in the tree when both tell the
same; words like "after" and "in response to" keep events apart.

>>> len(gather(mentions))     # doctest: +SKIP
1
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.kinds.force import TOLL_ROLES, Event, Mention, marker_of
from trucebook.language.tree import agent_of, ancestors, base_dep, child, children, is_passive, preposition_of

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

SUBORDINATE_APART = frozenset({"while", "before", "after", "since", "following", "despite", "whereas", "until", "if", "amid"})
NOMINAL_APART = frozenset({"after", "following", "since", "before", "despite", "than", "like", "for", "amid", "amidst", "over"})
# Nouns whose complement is an earlier event: "in response to the killing".
CAUSES = "bring response retaliation revenge reprisal anniversary aftermath wake memory reaction protest answer"


def gather(mentions: list[Mention]) -> list[Event]:
    """The events of one sentence: each mention joins the nearest mention above it, or beside it, that tells the same."""
    by_token = {word.i: m for m in reversed(mentions) for word in (m.trigger.words if m.is_noun else (m.token,))}
    events: dict[int, Event] = {}
    joined: list[Event] = []
    for mention in sorted(mentions, key=lambda m: sum(1 for _ in ancestors(m.token))):
        event = _event_above(mention, by_token, events)
        if event is None:
            event = Event()
            joined.append(event)
        event.mentions.append(mention)
        events[mention.token.i] = event
    joined = _with_stray_tolls(joined)
    for event in joined:
        event.mentions.sort(key=lambda m: m.token.i)
    return sorted(joined, key=lambda e: e.mentions[0].token.i)


def _event_above(mention: Mention, by_token: dict[int, Mention], events: dict[int, Event]) -> Event | None:
    """The event of the nearest mention above ``mention``, when both tell the same."""
    path = [mention.token]
    for above in ancestors(mention.token):
        other = by_token.get(above.i)
        if other is not None and other.token.i in events:
            return events[other.token.i] if _is_same(mention, other, path) else None
        path.append(above)
    return None


def _is_same(lower: Mention, upper: Mention, path: list[Token]) -> bool:
    """Whether ``lower`` tells of the same event as ``upper``; ``path`` leads from the one up to below the other."""
    if "charge" in (lower.entry.role, upper.entry.role):
        return False
    toll_below, toll_above = lower.entry.role in TOLL_ROLES, upper.entry.role in TOLL_ROLES
    if _is_told_of(lower, upper, path):
        return True
    if toll_below and toll_above and _is_gapped(lower.token, upper.token):
        return True
    if any(t.dep_ == "parataxis" for t in path) and not (toll_below and child(lower.token, "nsubj", "obj")):
        return False
    if any(base_dep(t) == "ccomp" for t in path):
        return False
    if toll_below and toll_above and any(base_dep(t) == "acl" for t in path):
        return False
    if _is_apart(path):
        suffered = is_passive(upper.token) or child(upper.token, "obj") is None
        return toll_above and not toll_below and suffered and marker_of(path[-1]) in ("after", "when", "as", "following")
    top = path[-1]
    if _is_second_launch(lower, upper, top):
        return False
    if not toll_below and (any(base_dep(t) == "acl" for t in path[:-1]) or any(t.dep_ == "advcl:relcl" for t in path)):
        return False
    if toll_below or toll_above:
        return not (toll_below and toll_above) or base_dep(top) in ("conj", "advcl", "obj", "obl", "xcomp", "acl", "nsubj")
    if upper.entry.role in ("impact", "launch", "interception") or lower.entry.role in ("impact", "launch", "interception"):
        return base_dep(top) in ("nsubj", "obj", "obl", "advcl", "acl", "nmod", "conj") and not _has_other_subject(lower, top)
    return _is_same_force(lower, upper, path)


def _is_gapped(lower: Token, upper: Token) -> bool:
    """Whether the toll of others is told behind that of the first: "two men were killed and several others wounded"."""
    others = lower.head
    first = others.head if others.dep_ == "conj" else others
    behind = others.i > upper.i and (first.i < upper.i or others.dep_ == "nsubj:pass")
    return base_dep(lower) == "acl" and first.head.i == upper.i and behind


def _is_told_of(lower: Mention, upper: Mention, path: list[Token]) -> bool:
    """Whether ``lower`` is told of a participant of ``upper`` in a clause of its own.

    "killed by a drone that hit the car", "intercepted a drone launched from Iran", "two strikes that the UN said killed nine".
    """
    toll_below, toll_above = lower.entry.role in TOLL_ROLES, upper.entry.role in TOLL_ROLES
    if toll_above and lower.token.dep_ == "acl:relcl" and lower.token.head is agent_of(upper.token):
        return True
    if {lower.entry.role, upper.entry.role} == {"launch", "interception"} and base_dep(lower.token) == "acl":
        return not _is_apart(path)
    said = len(path) == 2 and path[-1].dep_ == "acl:relcl" and base_dep(path[0]) == "ccomp"
    return said and toll_below and not toll_above and not child(lower.token, "nsubj")


def _is_second_launch(lower: Mention, upper: Mention, top: Token) -> bool:
    """Whether a second weapon goes somewhere else: "fired rockets at troops and launched a drone into the valley"."""
    launches = lower.entry.role == upper.entry.role == "launch" and bool(lower.weapons and upper.weapons)
    return (
        launches and top.i == lower.token.i and base_dep(top) == "conj" and all(children(m.token, "obl") for m in (lower, upper))
    )


def _is_same_force(lower: Mention, upper: Mention, path: list[Token]) -> bool:
    """Whether two events proper are one: an event noun that an event verb or noun acts through ("struck in an air raid")."""
    top = path[-1]
    special = ("abduction", "invasion")
    if top.dep_ == "conj" and len(path) == 1 and upper.is_noun and top.i - upper.token.i <= 3:
        return True
    if any(marker_of(t) != "of" for t in path[:-1]):
        return False
    if lower.is_noun and marker_of(top) in ("during", "amid", "in") and not _has_aim(lower.token):
        return True
    if (lower.entry.type in special) != (upper.entry.type in special) or not lower.is_noun:
        return base_dep(top) == "advcl" and lower.entry.id == upper.entry.id
    return base_dep(top) in ("nsubj", "obl", "nmod", "obj", "appos") and marker_of(top) in (
        "",
        "in",
        "by",
        "during",
        "with",
        "of",
        "as",
    )


def _has_aim(noun: Token) -> bool:
    """Whether an event noun says of itself where, by whom or at whom: then it may stand alone."""
    return any(preposition_of(c) not in ("", "of") for c in children(noun, "nmod")) or child(noun, "nmod:poss") is not None


def _has_other_subject(lower: Mention, top: Token) -> bool:
    return base_dep(top) == "conj" and child(lower.token, "nsubj") is not None


def _is_apart(path: list[Token]) -> bool:
    """Whether a word on the way up tells that the lower event is another one: "after", "while", "since"."""
    for token in path:
        dep, marker = base_dep(token), marker_of(token)
        if token.lemma_.lower() in CAUSES.split():
            return True
        if dep == "obj" and token.head.lemma_.lower() in ("follow", "precede", "recall", "avenge"):
            return True
        if dep == "advcl" and (marker in SUBORDINATE_APART or marker in ("when", "as")):
            if marker in ("when", "as") and token is not path[-1]:
                continue
            return True
        if dep in ("nmod", "obl") and marker in NOMINAL_APART:
            return True
    return False


def _with_stray_tolls(events: list[Event]) -> list[Event]:
    """``events`` with each toll that found nothing above it joined to the nearest event of its clause."""
    proper = [e for e in events if any(m.entry.role not in TOLL_ROLES for m in e.mentions)]
    stray = [e for e in events if e not in proper]
    kept = list(proper)
    for event in stray:
        token = event.mentions[0].token
        near = [e for e in proper if any(_shares_clause(token, m.token) for m in e.mentions)]
        near = near or [e for e in proper if event.of_role("casualty") and _is_new_means(e.mentions[0], token)]
        if near:
            best = min(near, key=lambda e: min(abs(m.token.i - token.i) for m in e.mentions))
            best.mentions.extend(event.mentions)
        else:
            kept.append(event)
    return kept


def _is_new_means(mention: Mention, casualty: Token) -> bool:
    """Whether an event noun is the means of a killing before it, wherever it hangs: "killed men who ..., in a raid"."""
    noun = mention.token
    if not mention.is_noun or noun.i < casualty.i or preposition_of(noun) not in ("in", "by", "during"):
        return False
    determiners = [c.lower_ for c in children(noun, "det", "nmod:poss")]
    return determiners in (["a"], ["an"]) or (not determiners and noun.lower_.endswith("s"))


def _shares_clause(toll: Token, other: Token) -> bool:
    """Whether no clause boundary lies between ``toll`` and ``other``, and ``other`` does not describe a participant."""
    up = [toll, *ancestors(toll)]
    above = {t.i: n for n, t in enumerate(up)}
    way: list[Token] = []
    for t in [other, *ancestors(other)]:
        if t.i in above:
            crossed = [*way, *up[: above[t.i]]]
            if any(base_dep(x) == "acl" or x.dep_ == "advcl:relcl" for x in way):
                return False
            if way and base_dep(way[-1]) == "advcl" and marker_of(way[-1]) in ("after", "when", "as"):
                crossed = [*way[:-1], *up[: above[t.i]]]
            return not any(base_dep(x) == "ccomp" or _is_apart([x]) for x in crossed)
        way.append(t)
    return False
