"""The Sales page in the real window: a brush drawn by mouse, a copy read by another program."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outside.desk import Desk, Pixels, missing_tools

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]
INK = (0x1B, 0x57, 0xC8)
SIZE = (1440, 900)
CLOUD = ((1040, 540), (1180, 660))
"""Where the middle of the cloud is drawn over, in that size."""
FIRST_BAND = (200, 205)
LINKS = (slice(560, 720), slice(90, 600))
"""Where the tiers of a brush are offered."""


_FEW = 20


def inked(picture: Pixels) -> int:
    return int((np.abs(picture.astype(int) - INK).max(axis=2) < 8).sum())


def test_a_brush_is_drawn_and_the_ranking_goes_to_another_program(desk: Desk) -> None:
    process = desk.start("--sample")
    window = desk.window("Harbor Motors")
    desk.resize(window, *SIZE)
    desk.settled(window, "design")
    desk.keys("Escape", "ctrl+2")
    before = desk.settled(window, "sales")
    desk.drag_in(window, *CLOUD)
    after = desk.settled(window, "brushed")
    assert inked(after[LINKS]) > inked(before[LINKS]) + _FEW, desk.errors()
    desk.keys("Escape")
    assert inked(desk.settled(window, "cleared")[LINKS]) < inked(after[LINKS]) - _FEW
    desk.click_in(window, *FIRST_BAND)
    desk.keys("ctrl+c")
    rows = [line.split("\t") for line in desk.clipboard().strip().splitlines()]
    assert rows[0][:4] == ["Cost of one piece", "Lines", "Pieces", "Cost"]
    assert rows[-1][0] == "Total"
    # each is rounded to the cent once, the total from its own exact sum
    cents = [round(float(row[3]) * 100) for row in rows[1:]]
    assert abs(sum(cents[:-1]) - cents[-1]) <= len(rows) / 2
    assert "<table>" in desk.clipboard("text/html")
    desk.keys("ctrl+q")
    desk.wait_for(lambda: process.poll() is not None or bool(desk.find("Unsaved")), "the end")
    process.kill()
    process.wait()
