"""The short form of the campaign of fixes of the plan's findings."""

from __future__ import annotations

import pytest

from tests.campaigns.plan_fixes import run


@pytest.mark.campaign
def test_every_fix_of_a_plan_removes_its_finding_and_adds_no_error() -> None:
    outcome = run(6, seed=4)
    assert outcome.plans == 6
    assert sum(outcome.fixes.values()) > 40
    assert len(outcome.answered) > 6
    assert sum(outcome.together.values()) > 2
    assert not outcome.wrong, outcome.wrong[:3]
