"""The short form of the soak: edits of every kind leave nothing behind."""

from __future__ import annotations

import pytest

from matrix_designer.gui.application import Program
from tests.campaigns.soak import run


@pytest.mark.campaign
def test_edits_of_every_kind_leave_no_thread_handle_timer_or_widget(program: Program) -> None:
    outcome = run(program, 120, seed=5, looks=10)
    assert outcome.edits.total() == 120
    assert len(outcome.edits) > 20
    assert outcome.undone
    assert outcome.kept_on_disk == len(outcome.traces) == 10
    assert outcome.left() == []
    assert outcome.growth < 20_000_000
