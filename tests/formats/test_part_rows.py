"""Rows told apart by part are what a plain count of the lines says, to the last unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from pathlib import Path

import pytest

from matrix_designer.core.evidence import Grain, PartName, Sales
from matrix_designer.formats import part_rows
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.encoding import sales_record
from matrix_designer.formats.kept_sums import pack_sums, unpack_sums
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from tests.formats.lines_by_hand import HandLine, random_lines, write_lines
from tests.formats.part_rows_by_hand import rows_of, words_of

_OF_PARTS = ("part", "group", "vendor", "customer_type", "channel")


def _load(path: Path, *switched: str) -> Sales:
    return load_sales_parquet(path, switched_in=switched, grain=Grain.PART)


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_what_the_lines_say(tmp_path: Path, seed: int) -> None:
    lines = random_lines(seed, 600)
    sales = _load(write_lines(tmp_path / "lines.parquet", lines))

    assert sorted(words_of(sales)) == rows_of(lines)
    order = list(zip(sales.rows.cost.tolist(), sales.rows.list_price.tolist(), strict=True))
    assert order == sorted(order)
    assert list(sales.part_names) == sorted(
        sales.part_names, key=lambda part: (part.number, "" if part.number else part.description)
    )


def test_all_but_the_rows_is_as_at_the_slim_grain(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "lines.parquet", random_lines(5, 400))
    slim, fine = load_sales_parquet(path), _load(path)

    told = {"rows", "part_names", "groups", "vendors", "customer_types", "channels"}
    for field in fields(Sales):
        if field.name not in told:
            assert getattr(fine, field.name) == getattr(slim, field.name), field.name
    assert (slim.grain, fine.grain) == (Grain.SLIM, Grain.PART)
    assert all(getattr(slim.rows, name) is None for name in _OF_PARTS)
    assert slim.part_names == ()


def test_lines_that_are_switched_in_are_in_the_rows(tmp_path: Path) -> None:
    lines = random_lines(6, 400)
    sales = _load(write_lines(tmp_path / "lines.parquet", lines), "internal", "warranty")

    assert sorted(words_of(sales)) == rows_of(lines, {None, 9, 10})


def test_a_file_of_an_older_program_has_no_groups_and_no_vendors(tmp_path: Path) -> None:
    lines = random_lines(7, 200)
    bare = [replace(line, store="", stocking_group="", vendor="") for line in lines]
    sales = _load(write_lines(tmp_path / "older.parquet", lines, is_old=True))

    assert sorted(words_of(sales)) == rows_of(bare)
    assert (sales.groups, sales.vendors) == (("",), ("",))


def test_the_description_is_that_of_the_last_day_then_of_the_last_line(tmp_path: Path) -> None:
    day = dt.date(2026, 3, 1)
    lines = [
        HandLine(1, "A1", "EARLIER", day=day),
        HandLine(2, "A1", "LATER", day=day + dt.timedelta(1)),
        HandLine(3, "A1", "WITHOUT A DAY"),
        HandLine(4, "B2", "FIRST", day=day),
        HandLine(5, "B2", "SECOND", day=day),
        HandLine(6, "A1", "SET ASIDE", day=day + dt.timedelta(9), reason=8),
    ]
    sales = _load(write_lines(tmp_path / "lines.parquet", lines))

    assert sales.part_names == (PartName("A1", "LATER"), PartName("B2", "SECOND"))


def test_lines_without_a_number_are_told_apart_by_their_descriptions(tmp_path: Path) -> None:
    lines = [HandLine(1, "", "BOLT"), HandLine(2, "", "NUT"), HandLine(3, "", "BOLT")]
    sales = _load(write_lines(tmp_path / "lines.parquet", lines))

    assert sales.part_names == (PartName("", "BOLT"), PartName("", "NUT"))
    assert sales.rows.lines.tolist() == [2, 1]


def test_outer_blanks_tell_nothing_apart(tmp_path: Path) -> None:
    lines = [
        HandLine(1, "A1\t", "BOLT", source="03\t", vendor="V"),
        HandLine(2, "A1", "BOLT ", source=" 03", vendor="V\n"),
        HandLine(3, "\t", "BOLT"),
        HandLine(4, "", "BOLT\t"),
    ]
    sales = _load(write_lines(tmp_path / "lines.parquet", lines))

    assert sorted(words_of(sales)) == rows_of(lines)
    assert sales.part_names == (PartName("", "BOLT"), PartName("A1", "BOLT"))
    assert sales.rows.lines.tolist() == [2, 2]


@pytest.mark.parametrize("is_old", [False, True])
def test_texts_whose_hashes_meet_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_old: bool
) -> None:
    lines = random_lines(8, 300)
    path = write_lines(tmp_path / "lines.parquet", lines, is_old=is_old)
    expected = words_of(_load(path))

    monkeypatch.setattr(part_rows, "_HASH", "0 * hash")

    assert words_of(_load(path)) == expected


def test_no_used_line_makes_no_row(tmp_path: Path) -> None:
    sales = _load(write_lines(tmp_path / "lines.parquet", [HandLine(1, reason=5)]))

    assert len(sales.rows.cost) == 0
    assert sales.rows.has_parts
    assert sales.part_names == ()


def test_it_can_be_stopped(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "lines.parquet", random_lines(9, 50))
    told: list[str] = []
    watch = Watch(lambda _, text: told.append(text), lambda: "Reading the parts" in told)

    with pytest.raises(CancelledError):
        load_sales_parquet(path, watch=watch, grain=Grain.PART)


def test_progress_rises_to_its_end(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "lines.parquet", random_lines(9, 50))
    told: list[float] = []

    load_sales_parquet(path, watch=Watch(lambda part, _: told.append(part)), grain=Grain.PART)

    assert told == sorted(told)
    assert 0.5 < told[-1] <= 1


def test_sums_beside_a_design_keep_the_grain(tmp_path: Path) -> None:
    lines = random_lines(10, 300)
    sales = _load(write_lines(tmp_path / "lines.parquet", lines))
    record = sales_record(sales)

    read = unpack_sums(pack_sums(sales, record), record)

    assert words_of(read) == words_of(sales)
    for name in _OF_PARTS:
        assert getattr(read.rows, name).dtype == getattr(sales.rows, name).dtype


_CSV = """Part Number,Description,Source,Stocking Group,Vendor,Customer Type,Channel,Cost,Qty,Price
A1,BOLT,03,FAST,Acme,Retail,counter,1.00,2,2.00
A1,BOLT M6,03,FAST,Acme,Wholesale,shop,1.00,1,2.00
B2,NUT,12,SLOW,,Retail,counter,1.00,1,2.00
"""


@pytest.mark.parametrize("keeps_lines", [False, True])
def test_an_import_takes_groups_and_vendors_along(tmp_path: Path, *, keeps_lines: bool) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(_CSV)
    options = ImportOptions(keep_lines=keeps_lines, folder=tmp_path / "kept", grain=Grain.PART)
    imported = import_sales(path, options=options)

    sales = imported.sales
    assert (sales.groups, sales.vendors) == (("FAST", "SLOW"), ("", "Acme"))
    assert (sales.customer_types, sales.channels) == (("Retail", "Wholesale"), ("counter", "shop"))
    assert sales.part_names == (PartName("A1", "BOLT M6"), PartName("B2", "NUT"))
    assert [row[3:] for row in words_of(sales)] == [
        ("03", "", "", "FAST", "Acme", "Retail", "counter", ("A1", "BOLT M6"), 2000, 40_000_000, 1),
        ("03", "", "", "FAST", "Acme", "Wholesale", "shop", ("A1", "BOLT M6"), 1000, 20_000_000, 1),
        ("12", "", "", "SLOW", "", "Retail", "counter", ("B2", "NUT"), 1000, 20_000_000, 1),
    ]
    assert imported.columns["vendor"] == "Vendor"
    assert (sales.lines_file is not None) is keeps_lines
    assert sales.digest


def test_several_files_are_one_history_of_parts(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(_CSV)
    other.write_text(_CSV.replace(",Vendor", ",Note").replace("A1", "C3"))
    options = ImportOptions(keep_lines=False, grain=Grain.PART)

    sales = import_sales([one, other], options=options).sales

    assert [part.number for part in sales.part_names] == ["A1", "B2", "C3"]
    assert sales.rows.lines.sum() == sales.used.lines
    assert sorted({row[7] for row in words_of(sales)}) == ["", "Acme"]
