"""The eight kinds of record, one file each; ``KINDS`` is the list that everything else loops over.

In comes a :class:`~trucebook.resolution.scene.Scene`, out go records. A new kind is a file here, a lexicon
file in ``data/``, a case table in ``tests/examples/`` and a name in ``KINDS``.

>>> [kind.name for kind in KINDS][:2]
['proposal', 'position']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.kinds.agreement import find_agreements
from trucebook.kinds.contact import find_contacts
from trucebook.kinds.control import find_controls
from trucebook.kinds.incident import find_incidents
from trucebook.kinds.measure import find_measures
from trucebook.kinds.position import find_positions
from trucebook.kinds.proposal import find_proposals
from trucebook.kinds.statement import find_statements
from trucebook.records import KindName, Record

if TYPE_CHECKING:
    from trucebook.resolution.scene import Scene


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name (also of its lexicon and case table) and its finder."""

    name: KindName
    find: Callable[[Scene], Iterator[Record]]


KINDS: tuple[Kind, ...] = (
    Kind("proposal", find_proposals),
    Kind("position", find_positions),
    Kind("contact", find_contacts),
    Kind("statement", find_statements),
    Kind("agreement", find_agreements),
    Kind("measure", find_measures),
    Kind("incident", find_incidents),
    Kind("control", find_controls),
)
