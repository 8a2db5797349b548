"""The short form of the price campaign: every factor kind and mode against the oracle."""

from __future__ import annotations

import pytest

from tests.campaigns.price_oracle import COMBINATIONS, compare_paths, compare_prices

PRICES = 200_000
MATRICES = 5_000


@pytest.mark.campaign
@pytest.mark.parametrize(("kind", "mode"), COMBINATIONS)
def test_prices_equal_the_oracle(kind: str, mode: str) -> None:
    outcome = compare_prices(kind, mode, PRICES, seed=20)
    assert outcome.compared == PRICES
    assert outcome.priced > PRICES // 2
    assert not outcome.wrong, outcome.examples


@pytest.mark.campaign
def test_the_trace_path_equals_the_vector_path_and_the_oracle() -> None:
    outcome = compare_paths(MATRICES, seed=21)
    assert outcome.priced > MATRICES // 3
    assert outcome.wide
    assert not outcome.wrong, outcome.examples
