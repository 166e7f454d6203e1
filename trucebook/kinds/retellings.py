"""One incident told again further on: a headline by the report under it, a toll by the one who gives it once more.

In come the drafts of a document in text order, out go fewer: each that only tells again what another tells is let into that one.

>>> joined_retellings([])
[]
"""

from __future__ import annotations

from collections.abc import Iterable

from trucebook.kinds.counts import low_of
from trucebook.kinds.drafts import Draft, take_up
from trucebook.records import Count, Place

# Types that say little, so that a fuller telling may give another.
VAGUE = frozenset({"other", "killing", "air_strike"})
# From how many dead on two equal tolls in one text are taken to be one, though nothing else ties them.
MANY = 3


def joined_retellings(drafts: Iterable[Draft]) -> list[Draft]:
    """``drafts`` without those that tell again what another tells; a headline goes into the first report that it fits."""
    kept: list[Draft] = []
    headlines: list[Draft] = []
    for draft in drafts:
        if is_in_headline(draft):
            headlines.append(draft)
            kept.append(draft)
            continue
        above = next((h for h in headlines if _is_tied(h, draft) and not _is_at_odds(h, draft, of_headline=True)), None)
        if above is not None and any(above is k for k in kept):
            headlines.remove(above)
            kept = [k for k in kept if k is not above]
            _let_in(draft, above)
        earlier = next((k for k in kept if _is_same_toll(k, draft)), None)
        if earlier is not None:
            take_up(earlier, draft)
            earlier.date = earlier.date or draft.date
        else:
            kept.append(draft)
    return kept


def is_in_headline(draft: Draft) -> bool:
    """Whether it is told in the first line of the text, when that is a line by itself and no whole sentence."""
    text = draft.event.main.token.doc.text
    first, newline, _ = text.partition("\n")
    whole = first.rstrip().endswith((".", "!", '."', ".”"))
    return bool(newline) and not whole and draft.event.main.token.idx < len(first)


def _let_in(draft: Draft, headline: Draft) -> None:
    """Let ``draft`` say what its headline adds; the day of a headline is no more than that of the paper."""
    evidence = [*headline.evidence, *draft.evidence]
    if draft.type in VAGUE and headline.type not in VAGUE:
        draft.type = headline.type
    take_up(draft, headline)
    draft.evidence = evidence


def _is_same_toll(earlier: Draft, draft: Draft) -> bool:
    """Whether ``draft`` gives the toll of ``earlier`` again and nothing that another incident would give."""
    if earlier.event is draft.event or earlier.killed is None or draft.killed is None or low_of(draft.killed) < MANY:
        return False
    return not _is_at_odds(earlier, draft, of_headline=False)


def _is_tied(headline: Draft, draft: Draft) -> bool:
    """Whether a side, the place or the toll of a headline comes back in the report."""
    sides = ((headline.perpetrators, draft.perpetrators), (headline.targets, draft.targets))
    if any(ours and theirs and ours[0].party == theirs[0].party for ours, theirs in sides):
        return True
    if headline.killed is not None and draft.killed is not None:
        return True  # that they are equal is asked for elsewhere
    return any(_may_be_one(a, b) for a in headline.places for b in draft.places)


def _is_at_odds(earlier: Draft, draft: Draft, *, of_headline: bool) -> bool:
    """Whether the two cannot be one incident: another modality, side, toll, place, day or means."""
    if earlier.modality != draft.modality or earlier.event.of_role("charge") or draft.event.of_role("charge"):
        return True
    for ours, theirs in ((earlier.perpetrators, draft.perpetrators), (earlier.targets, draft.targets)):
        if ours and theirs and ours[0].party != theirs[0].party:
            return True
    if _differ(earlier.killed, draft.killed) or _differ(earlier.injured, draft.injured):
        return True
    if (
        earlier.places
        and draft.places
        and not any(a.name == b.name or (of_headline and _may_be_one(a, b)) for a in earlier.places for b in draft.places)
    ):
        return True
    if earlier.type != draft.type and not {earlier.type, draft.type} & VAGUE:
        return True
    if of_headline:
        return False  # its day is that of the paper, and it stands on nobody's word
    told_by = {a.party for a in (earlier.asserted_by, draft.asserted_by) if a is not None and a.party}
    days = earlier.date is not None and draft.date is not None and earlier.date != draft.date
    return days or len(told_by) > 1


def _differ(one: Count | None, other: Count | None) -> bool:
    return one is not None and other is not None and low_of(one) != low_of(other)


def _may_be_one(one: Place, other: Place) -> bool:
    """Whether the two are one place, or may be one within the other, as both are in one country."""
    return one.name == other.name or (one.country is not None and one.country == other.country)
