"""The short form of the export campaign."""

from __future__ import annotations

import pytest

from tests.campaigns.export_round_trip import run


@pytest.mark.campaign
def test_text_profiles_read_back_with_equal_prices() -> None:
    outcome = run(150, seed=7, names=("table", "cdk-keying", "twelve-levels"))
    assert outcome.files["table"] == outcome.matrices > 140
    assert outcome.priced > outcome.prices // 2
    assert outcome.by_oracle > 10_000
    assert not outcome.wrong, outcome.wrong[:5]


@pytest.mark.campaign
def test_workbooks_read_back_with_equal_prices() -> None:
    outcome = run(30, seed=8, names=("workbook",))
    assert outcome.files["workbook"] > 25
    assert not outcome.wrong, outcome.wrong[:5]
