"""Chains of mentions on frozen trees: those that no record needs, too."""

from __future__ import annotations

import pytest

from tests.resolution.test_actors import PARSES, index_of

CASES = {
    "office_of_a_person": [["Amos", "His"]],
    "commander_of_a_new_brigade": [],
    "leader_of_a_new_front": [["Bosco", "leader"], ["Front", "KPF"]],
}


@pytest.mark.parametrize("case", CASES)
def test_chains(case: str) -> None:
    chains = index_of(PARSES[case]).chains()
    assert [[token.text for token in chain] for chain in chains] == CASES[case]
