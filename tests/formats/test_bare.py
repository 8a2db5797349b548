"""A bare stage says of a file what a stage with all texts says, wherever a text first stands."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrix_designer.formats import bare, byte_survey, first_pass
from matrix_designer.formats.sales import ImportedSales, ImportOptions, import_sales
from matrix_designer.formats.staging import Stage
from matrix_designer.formats.wording import is_core_phrase

_HEADER = (
    "RO,Line,Date,Pay Type,Source,Class,Price Code,Part Number,Description,Cost,List,Quantity,"
    "Sold Price"
)
_ODD = (
    "90,1,2025-08-01,W,Ä7,A,,P9,BRAKE PAD,4.00,6.00,2,5.50",
    "91,1,8/2/2025,I,02,B,,P9,HEATER CORE,4.00,6.00,2,5.50",
    "92,1,never,C,02,B,,P9,CORE CHARGE,4.00,6.00,2,5.50",
    "93,1,2025-08-03,C,02,B,,,Total,4.00,6.00,2,5.50",
    "94,1,never,C,02,B,,5-Mar,PAD,4.00,6.00,2,5.50",
    "95,1,2025-08-09,C,Z,D,,P9,PAD,4.00,6.00,1,5.50",
    "95,1,2025-08-09,C,Z,D,,P9,PAD,4.00,6.00,1,5.50",
    "96,1,2025-08-19,C,Z,D,,P9,PAD,4.00,6.00,-1,5.50",
    ',,,,"Q,""4""",,,P1,PAD,4.00,6.00,1,5.50',
    "97,1,2025-08-20,C,02,B,CORE,P9,CAP,4.00,6.00,2,5.50",
    ",,,,,,,,,,,,",
)


def _lines() -> list[str]:
    plain = [
        f"{row // 3},{row % 3},2025-07-{row % 28 + 1:02d},C,{row % 4:02d},A,X{row % 5},P{row % 7},"
        f"BOLT,{row % 9 + 1}.{row % 90 + 10},{row % 9 + 2}.5,{row % 3 + 1},{row % 9 + 3}.25"
        for row in range(330)
    ]
    for number, odd in enumerate(_ODD):
        plain.insert(30 * number + 17, odd)
    return plain


def _import(path: Path) -> ImportedSales:
    return import_sales(path, options=ImportOptions(keep_lines=False))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Stage | None]:
    """Return the bare stages that are made, with their texts."""
    stages: list[Stage | None] = []
    real = bare.with_texts

    def watched(*args: object) -> Stage | None:
        stages.append(real(*args))  # type: ignore[arg-type]
        return stages[-1]

    monkeypatch.setattr(first_pass, "with_texts", watched)
    return stages


@pytest.mark.parametrize("piece", [64, 1 << 16])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("is_headed", [True, False])
def test_a_bare_stage_says_what_one_with_all_texts_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made: list[Stage | None],
    piece: int,
    end: str,
    mark: str,
    is_headed: bool,
) -> None:
    monkeypatch.setattr(byte_survey, "_PIECE", piece)
    path = tmp_path / "sales.csv"
    title = ["Parts sold"] if is_headed else []
    path.write_bytes((mark + end.join([*title, _HEADER, *_lines()])).encode())

    found = _import(path)

    assert len(made) == 1
    assert made[0] is not None
    monkeypatch.setattr(first_pass, "with_texts", lambda *_: None)
    assert _import(path).sales.digest == found.sales.digest
    monkeypatch.setattr(first_pass, "_typed_pass", lambda *_: None)
    exact = _import(path)
    assert exact.sales.digest == found.sales.digest
    assert (exact.problems, exact.sales.parts) == (found.problems, found.sales.parts)
    assert (exact.sales.notes, exact.sales.set_aside) == (found.sales.notes, found.sales.set_aside)
    aside = {reason for reason, tally in found.sales.set_aside.items() if tally.lines}
    assert aside >= {"total-line", "duplicate", "return", "core", "internal", "warranty"}
    assert {"damaged-part", "unreadable-date"} <= set(found.sales.notes)


def test_a_file_that_says_too_much_is_read_with_its_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Stage | None]
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([_HEADER, *_lines()]), encoding="utf-8")
    found = _import(path)
    monkeypatch.setattr(bare, "_MOST_TEXTS", 10)

    assert _import(path).sales.digest == found.sales.digest

    assert made[0] is not None
    assert made[1:] == [None]


@pytest.mark.parametrize("part", ["77E0035077", "70E6884070", "70738-1E61"])
def test_part_numbers_that_look_like_huge_numbers_are_not_in_doubt(
    tmp_path: Path, part: str
) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"a,{part},1.00\nb,1e3,2.00\n", encoding="utf-8")

    assert byte_survey.survey(path).doubtful == (b"b,1e3,2.00",)


_WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "core",
                "CORE",
                "Core",
                "s",
                "S",
                "\u017f",
                "charge",
                "Deposit",
                "RETURN",
                "exchange",
            ),
            *("credit", " ", "-", "_", "/", "\t", "\xa0", "\u2003", "\x1f", ",", "\r\n", "\n", "x"),
            *("HEATER CORE", "CORE SUPPORT", "cores"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=_WORDS, before=st.integers(0, 70))
@example(text="core charge", before=0)
@example(text="x,CORE\xa0credit", before=3)
def test_no_core_charge_is_overlooked_in_the_bytes(text: str, before: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_survey, "_PIECE", 64)
        path = Path(folder) / "cells.csv"
        path.write_bytes(f"a,b\n{'z' * before},{text},end\n".encode())
        may_name = byte_survey.survey(path).may_name_core
    assert may_name or not any(is_core_phrase(cell) for cell in re.split("[,\r\n]", text))


def test_a_heater_core_is_no_core_charge_in_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    path.write_text('a,"HEATER CORE",1\nb,"CORE SUPPORT, RADIATOR",2\nc,cores,3\n', "utf-8")

    assert not byte_survey.survey(path).may_name_core
