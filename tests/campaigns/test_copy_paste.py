"""The short form of the campaign of copied blocks."""

from __future__ import annotations

import pytest

from matrix_designer.gui.grid import clipboard
from tests.campaigns import copy_paste
from tests.campaigns.copy_paste import run


@pytest.mark.campaign
def test_any_block_copied_and_pasted_is_the_identical_design() -> None:
    outcome = run(120, 8, seed=2)
    assert outcome.blocks > 900
    assert min(outcome.cells.values()) > 8_000
    assert not outcome.wrong, outcome.wrong[:5]


@pytest.mark.campaign
def test_a_clipboard_that_loses_a_digit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(text: str) -> clipboard.Texts:
        return tuple(tuple(cell[:-1] for cell in row) for row in clipboard.read_tabs(text))

    monkeypatch.setattr(copy_paste, "read_tabs", cut)
    assert run(5, 4, seed=2).wrong
