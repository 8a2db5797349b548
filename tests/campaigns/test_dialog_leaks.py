"""The short form of opening and closing: nothing is left of a dialog or a document's window."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.campaigns import dialog_leaks


@pytest.mark.campaign
def test_nothing_is_left_of_dialogs_and_documents(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert qtbot
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    outcome = dialog_leaks.run(dialogs=20, documents=4)
    assert (outcome.dialogs, outcome.documents) == (20, 4)
    assert not outcome.alive
