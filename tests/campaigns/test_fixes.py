"""The short form of the campaign of fixes."""

from __future__ import annotations

import pytest

from tests.campaigns.fixes import run


@pytest.mark.campaign
def test_every_fix_removes_its_finding_and_adds_no_error() -> None:
    outcome = run(40, seed=11)
    assert outcome.matrices == 40
    assert sum(outcome.fixes.values()) > 300
    assert len(outcome.answered) > 15
    assert not outcome.wrong, outcome.wrong[:3]
