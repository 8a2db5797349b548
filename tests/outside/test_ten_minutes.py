"""The demonstration from the start page to the exported file shows at each step what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.ten_minutes import drive
from tests.outside.desk import missing_tools

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]


def test_every_step_of_the_demonstration_shows_what_it_should(tmp_path: Path) -> None:
    told = drive(tmp_path)
    assert not told.wrong
    assert told.gap[1] > 0
    assert len(list(tmp_path.glob("*.png"))) == 11
