"""The ways to read a file's numbers agree, wherever an odd cell stands; the fastest is taken."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats import first_pass
from matrix_designer.formats.byte_survey import survey
from matrix_designer.formats.mapping import Returns, SalesMapping
from matrix_designer.formats.sales import ImportedSales, ImportOptions, import_sales
from matrix_designer.formats.staging import State, judge_text

_HEADER = "RO,Line,Date,Pay Type,Source,Class,Part Number,Description,Cost,List,Quantity,Sold Price"
_PLAIN = [
    f"{100 + row // 3},{row % 3},2025-07-{row % 28 + 1:02d},C,{row % 4:02d},A,P{row % 7},BOLT,"
    f"{row % 9 + 1}.{row % 90 + 10},{'' if row % 11 == 0 else f'{row % 9 + 2}.5'},"
    f"{row % 3 + 1},{row % 9 + 3}.25"
    for row in range(230)
]
"""More rows than are looked at beforehand, so that what stands below them comes as a surprise."""
_ODD_NUMBERS = st.sampled_from(
    [
        *("1_000", "1e3", "1E0", "0e0", "12.E0", "1_0.5", "8.00005", "1.23456789", "0.1_2", "-1e1"),
        *("(50.00)", "50.00-", "$8.05", "1,003.25", "N/A", "-", "--", "#REF!", "NaN", "TOTAL"),
        *("+5", ".5", "5.", "\t5", " 5 ", "  ", "", "0", "0.00", "-2", "-3.75", "0000000012.5"),
        *("999999.9999", "1000000", "900001", "0910000", "1.234", "1.2345", "\u0663", "Cost"),
    ]
)
_ODD_TEXTS = st.sampled_from(
    ["7E5", "99E9864499", "12_3", "1.23456", "A_1E5", "Total", "", "5-Mar", "CORE CHARGE", "I", "W"]
)
_ROWS = st.lists(
    st.tuples(
        st.integers(0, 229),
        st.dictionaries(st.sampled_from(range(8)), _ODD_TEXTS, max_size=2),
        st.dictionaries(st.sampled_from(range(8, 12)), _ODD_NUMBERS, max_size=2),
        st.booleans(),
    ),
    max_size=4,
)


def said(imported: ImportedSales) -> tuple[object, ...]:
    """Return all that an import tells, in a form that can be compared."""
    sales = imported.sales
    rows = sales.rows
    arrays = (
        *(rows.cost, rows.list_price, rows.unit_sold, rows.source, rows.sale_class, rows.pay_type),
        *(rows.quantity, rows.sold, rows.lines),
    )
    return (
        [array.tolist() for array in arrays],
        (sales.sources, sales.classes, sales.pay_types, sales.parts, sales.lines_read),
        (sales.used, dict(sales.set_aside), dict(sales.notes), sales.first_day, sales.last_day),
        (sales.digest, imported.problems),
    )


@pytest.mark.parametrize("keeps_lines", [False, True])
@settings(max_examples=15, deadline=None)
@given(rows=_ROWS, places=st.lists(st.integers(0, 230), min_size=4, max_size=4))
@example(rows=[(3, {}, {8: "1e3"}, False)], places=[230, 0, 0, 0])
@example(rows=[(3, {}, {11: "8.00005"}, False)], places=[230, 0, 0, 0])
@example(rows=[(3, {}, {10: "1_000"}, False)], places=[230, 0, 0, 0])
@example(rows=[(3, {6: "7E5"}, {}, False)], places=[230, 0, 0, 0])
@example(rows=[(3, {}, {10: "0910000"}, False)], places=[120, 0, 0, 0])
@example(rows=[(3, {}, {10: "+1"}, True)], places=[230, 0, 0, 0])
def test_the_fast_and_the_exact_way_agree(
    keeps_lines: bool,
    rows: list[tuple[int, dict[int, str], dict[int, str], bool]],
    places: list[int],
) -> None:
    lines = list(_PLAIN)
    for number, (place, row) in enumerate(zip(places, rows, strict=False)):
        like, texts, numbers, repeats = row
        cells = _PLAIN[like].split(",")
        if not repeats:
            cells[0] = f"{900 + number}"
        for column, text in (texts | numbers).items():
            cells[column] = f'"{text}"' if "," in text else text
        lines.insert(place, ",".join(cells))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "sales.csv"
        path.write_text("\n".join([_HEADER, *lines]), encoding="utf-8")
        options = ImportOptions(keep_lines=keeps_lines, folder=Path(folder))
        no_returns = SalesMapping(returns=Returns(1))  # prices below zero are not asked about
        fast = said(import_sales(path, no_returns, options))
        patch.setattr(first_pass, "_typed_pass", lambda *_: None)
        assert fast == said(import_sales(path, no_returns, options))


@pytest.mark.parametrize(
    ("cells", "is_fast"),
    [
        ({}, True),
        ({6: "99E9864499"}, True),
        ({6: "7E5"}, True),
        ({7: "1_000"}, True),
        ({8: "8.0501"}, True),
        ({8: "1e3"}, False),
        ({9: "1_000"}, False),
        ({9: "8.00005"}, False),
        ({10: "1.2345"}, False),
        ({10: "900001"}, False),
        ({11: "N/A"}, False),
    ],
)
def test_the_fast_way_is_taken_where_it_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: dict[int, str], is_fast: bool
) -> None:
    taken: list[bool] = []
    real = first_pass._typed_pass  # noqa: SLF001 - to see which way was taken

    def watched(*args: object) -> object:
        found = real(*args)  # type: ignore[arg-type]
        taken.append(found is not None)
        return found

    monkeypatch.setattr(first_pass, "_typed_pass", watched)
    last = _PLAIN[3].split(",")
    for column, text in cells.items():
        last[column] = text
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([_HEADER, *_PLAIN, ",".join(last)]), encoding="utf-8")

    import_sales(path, options=ImportOptions(keep_lines=False))

    assert taken == [is_fast]


_NUMBER_LIKE = st.lists(
    st.sampled_from([*"0159", *"0123456789", *".-+eE_ \t\v\f", "00", "456789", "E0", "$", "A"]),
    min_size=1,
    max_size=9,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(_NUMBER_LIKE, min_size=30, max_size=120), end=st.sampled_from(["\n", "\r\n"]))
def test_every_text_that_the_engine_would_misread_is_doubtful(cells: list[str], end: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.csv"
        rows = [f"{place},{cell},z" for place, cell in enumerate(cells)]
        path.write_bytes((end.join(rows) + end).encode())
        found = duckdb.execute(
            "SELECT place, cell FROM read_csv(?, auto_detect = false, header = false, delim = ',', "
            "quote = '\"', escape = '\"', strict_mode = true, ignore_errors = true, columns = "
            "{'place': 'BIGINT', 'cell': 'DECIMAL(10, 4)', 'last': 'VARCHAR'})",
            [str(path)],
        ).fetchall()
        doubtful = {int(line.split(b",")[0]) for line in survey(path).doubtful or ()}
    for place, value in found:
        read, state, _ = judge_text("cost", cells[place], NumberStyle.POINT)
        expected = None if value is None else int(value * Decimal(10_000))
        assert (read == expected and state is not State.ROUNDED) or place in doubtful, cells[place]
