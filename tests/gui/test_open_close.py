"""The short form of opening and closing many documents: nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.gui.application import Program
from tests.campaigns.open_close import run


@pytest.mark.campaign
def test_opened_and_closed_documents_leave_no_window_thread_handle_or_lock(
    program: Program, tmp_path: Path
) -> None:
    outcome = run(program, tmp_path, 32, seed=2)
    assert (outcome.in_place, outcome.in_windows) == (16, 16)
    assert outcome.left() == []
