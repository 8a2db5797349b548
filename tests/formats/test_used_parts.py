"""Parts of used lines are counted the same by plain comparisons as by the reasons of each line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.formats import sales as importing
from matrix_designer.formats.sales import ImportOptions, import_sales
from matrix_designer.formats.used_parts import used_parts

HEADER = "RO,Line,Date,Pay Type,Source,Class,Price Code,Part Number,Description,Cost,List,Quantity,"
USED = (
    "1,1,2025-07-01,C,02,A,X,P1,BOLT,1.50,3.00,1,2.50",
    "1,2,2025-07-01,C,02,A,X,P2,BOLT,0.005,3.00,1,0.00",
    "1,3,2025-07-01,C,02,A,X,P3,BOLT,0.01,,0.001,2.50",
    "1,4,2025-07-01,,02,,X,P1,BOLT,1.50,3.00,4,2.50",
)
ASIDE = (
    "2,1,2025-07-01,C,02,A,X,Q1,BOLT,1.50,3.00,0,2.50",
    "2,2,2025-07-01,C,02,A,X,Q2,BOLT,1.50,3.00,,2.50",
    "2,3,2025-07-01,C,02,A,X,Q3,BOLT,0.0049,3.00,1,2.50",
    "2,4,2025-07-01,C,02,A,X,Q4,BOLT,0.00,3.00,1,2.50",
    "2,5,2025-07-01,C,02,A,X,Q5,BOLT,-1.50,3.00,1,2.50",
    "2,6,2025-07-01,C,02,A,X,Q6,BOLT,,3.00,1,2.50",
    "2,7,2025-07-01,C,02,A,X,Q7,BOLT,1.50,3.00,1,",
    "2,8,2025-07-01,W,02,A,X,Q8,BOLT,1.50,3.00,1,2.50",
    "2,9,2025-07-01,I,02,A,X,Q9,BOLT,1.50,3.00,1,2.50",
    "3,1,2025-07-01,C,02,A,CORE,R1,BOLT,1.50,3.00,1,2.50",
    "3,2,2025-07-01,C,02,A,X,R2,BOLT,1.50,3.00,-1,2.50",
)
OTHERS = (
    "4,1,2025-07-01,C,02,A,X,P1,CORE CHARGE,1.50,3.00,1,2.50",
    "1,1,2025-07-01,C,02,A,X,P1,BOLT,1.50,3.00,1,2.50",
    "4,2,2025-07-01,C,02,A,X,,Total,1.50,3.00,1,2.50",
    "4,3,2025-07-01,C,02,A,X,5-Mar,BOLT,1.50,3.00,1,2.50",
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return what was told of the parts of used lines."""
    seen: list[str | None] = []

    def watched(*args: object) -> str | None:
        seen.append(used_parts(*args))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(importing, "used_parts", watched)
    return seen


def _parts(path: Path, lines: tuple[str, ...], switched_in: frozenset[str] = frozenset()) -> int:
    path.write_text("\n".join([f"{HEADER}Sold Price", *lines, ""]), encoding="utf-8")
    options = ImportOptions(keep_lines=False, switched_in=switched_in)
    return import_sales(path, options=options).sales.parts


@pytest.mark.parametrize("aside", [(), ASIDE, *((line,) for line in ASIDE)])
def test_parts_that_only_lines_set_aside_have_do_not_count(
    tmp_path: Path, told: list[str | None], aside: tuple[str, ...]
) -> None:
    """One reason at a time and all together, by comparisons alone."""
    assert _parts(tmp_path / "sales.csv", (*USED, *aside)) == 3
    assert told[0] is not None


@pytest.mark.parametrize(("switched", "more"), [("internal", 1), ("warranty", 1)])
def test_parts_of_reasons_switched_in_count(tmp_path: Path, switched: str, more: int) -> None:
    """Then every line's reason is asked for."""
    assert _parts(tmp_path / "sales.csv", (*USED, *ASIDE), frozenset({switched})) == 3 + more


@pytest.mark.parametrize("other", OTHERS)
def test_nothing_is_told_where_a_line_has_another_reason(
    tmp_path: Path, told: list[str | None], other: str
) -> None:
    """A core charge by its words, a line that comes again, a total, a damaged part."""
    count = 4 if "5-Mar" in other else 3
    assert _parts(tmp_path / "sales.csv", (*USED, *ASIDE, other)) == count
    assert told == [None]
