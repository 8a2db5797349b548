"""What becomes of each of several files that are dropped at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.session.dropped import sort_dropped
from matrix_designer.session.jobs import Progress

TIERS = "From,To,Multiplier\n0.01,,3.00\n"
LINES = "Part Number,Cost,Qty,Sold Price\nA1,12.00,4,24.00\n"
EITHER = "From,To,Multiplier,Part Number,Cost,Qty,Sold Price\n0.01,,3.00,A1,12.00,4,24.00\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    texts = {"tiers": TIERS, "more tiers": TIERS, "lines": LINES, "more lines": LINES}
    for name, text in (texts | {"either": EITHER, "note": "Dear all\n"}).items():
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "inside.csv").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("names", "is_free", "opened", "sales", "left"),
    [
        (["tiers", "more tiers"], False, ["tiers", "more tiers"], [], {}),
        (["lines", "tiers"], True, ["tiers"], ["lines"], {}),
        (["lines", "tiers"], False, ["tiers"], [], {"lines": "window of its design"}),
        (
            *(["tiers", "lines", "more tiers"], True, ["tiers", "more tiers"], []),
            {"lines": "window of its design"},
        ),
        (["lines", "note"], False, [], ["lines"], {"note": "neither"}),
        (["lines", "more lines"], False, [], ["lines", "more lines"], {}),
        (
            *(["either", "inside", "absent"], True, [], []),
            {"either": "drop it alone", "inside": "is a folder", "absent": "neither"},
        ),
    ],
)
def test_every_file_is_taken_or_left_with_its_reason(
    folder: Path,
    names: list[str],
    opened: list[str],
    sales: list[str],
    left: dict[str, str],
    *,
    is_free: bool,
) -> None:
    paths = [folder / f"{name}.csv" for name in names]
    found = sort_dropped(paths, Progress(_say), is_free=is_free)
    assert [path.stem for path in found.opened] == opened
    assert [path.stem for path in found.sales] == sales
    reasons = dict(found.left)
    assert sorted(reasons) == sorted(f"{name}.csv" for name in left)
    for name, reason in left.items():
        assert reason in reasons[f"{name}.csv"]


def _say(text: str, part: float) -> None:
    del text, part
