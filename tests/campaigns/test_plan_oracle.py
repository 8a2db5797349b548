"""The short form of the campaign of plans against the oracle."""

from __future__ import annotations

import pytest

from tests.campaigns.plan_oracle import run


@pytest.mark.campaign
def test_every_line_through_a_plan_has_the_price_of_the_oracle() -> None:
    outcome = run(1_500, 1, seed=6)
    assert outcome.compared == 6_000
    assert outcome.priced > 2_000
    assert outcome.kinds == {"matrix", "flat", "percent", "family", "alone"}
    assert not outcome.wrong, outcome.wrong[:3]
