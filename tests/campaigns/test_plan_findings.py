"""The short form of the campaign of the plan's findings."""

from __future__ import annotations

import pytest

from tests.campaigns.plan_findings import run


@pytest.mark.campaign
def test_the_findings_of_plans_are_what_a_brute_force_finds() -> None:
    outcome = run(60, seed=11)
    assert outcome.plans == 60
    assert outcome.found["shadowed"] > 15
    assert outcome.found["shadowed by seasons"] > 2
    assert outcome.found["uncovered"] > 15
    assert outcome.found["channels apart"] > 10
    assert outcome.found["sold apart"] > 1
    assert not outcome.wrong, outcome.wrong[:3]
