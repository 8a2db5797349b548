"""The short form of the undo campaign."""

from __future__ import annotations

import pytest

from tests.campaigns.undo_redo import run
from tests.core.random_edits import KINDS


@pytest.mark.campaign
@pytest.mark.usefixtures("qapp")
def test_the_whole_stack_walked_back_and_forth_shows_the_identical_designs() -> None:
    outcome = run(60, 50, seed=3)
    assert outcome.sequences == 60
    assert set(outcome.edits) == set(KINDS)
    assert outcome.walked > 3 * 60 * 20
    assert not outcome.wrong, outcome.wrong[:5]
