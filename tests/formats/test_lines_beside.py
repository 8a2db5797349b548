"""Lines that lie beside their design: whole before it, checked at opening, never dropped."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import LinesBeside, Sales, SalesRows
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.formats import project, recovery
from matrix_designer.formats.kept_sums import beside_record, unpack_sums
from matrix_designer.formats.lines_place import LinesPlace, is_place_due
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.sales import import_sales, load_sales_parquet
from matrix_designer.formats.storage import CheckedWriter, digest_of, previous_version

BESIDE, INSIDE = LinesPlace.BESIDE, LinesPlace.INSIDE
SUMS = [field.name for field in fields(Sales) if field.name not in {"rows", "lines_file"}]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    folder = tmp_path / "designs"
    folder.mkdir()
    return folder / "a.pmatrix"


@pytest.fixture(name="read")
def _read(tmp_path: Path) -> Callable[[int], Sales]:
    def read(lines: int) -> Sales:
        path = tmp_path / f"sales{lines}.csv"
        text = "".join(
            f"{at:05d},part,{at}.05,{at * 2 if at % 3 else ''},{at % 5 - 1},{at}.95,2026-01-"
            f"{at % 28 + 1:02d},RO{at // 3},{'CWI'[at % 3]}\n"
            for at in range(lines)
        )
        head = "Part Number,Description,Cost,List,Qty,Sold Price,Date,RO,Pay Type\n"
        path.write_text(head + text, encoding="utf-8")
        return import_sales(path).sales

    return read


def small(name: str = "small") -> Design:
    return Design(name, (Matrix("m", (Tier(1, None, read_factor("42% GP").factor),)),))


def assert_same(found: Sales | None, sales: Sales, *, but: tuple[str, ...] = ()) -> None:
    assert found is not None
    for name in SUMS:
        if name not in but:
            assert getattr(found, name) == getattr(sales, name), name
    for field in fields(SalesRows):
        one, other = getattr(found.rows, field.name), getattr(sales.rows, field.name)
        assert np.array_equal(one, other), field.name
        assert one is other is None or one.dtype == other.dtype


def lines_beside(place: Path) -> list[str]:
    return sorted(one.name for one in place.parent.iterdir() if "lines-" in one.name)


def test_lines_beside_hold_what_was_imported_and_the_design_its_sums(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(300)
    save_design(place, small(), sales, place=BESIDE)
    name = f"a.lines-{sales.digest[:12]}.parquet"
    assert lines_beside(place) == [name]
    assert digest_of(place.with_name(name)) == sales.digest
    with zipfile.ZipFile(place) as archive:
        assert [one.rpartition(".")[2] for one in archive.namelist()] == ["json", "sums"]
    found = load_project(place)
    assert (found.design, found.lines_place, found.problems) == (small(), BESIDE, ())
    assert found.sales is not None
    assert found.sales.lines_file == place.with_name(name)
    assert_same(found.sales, sales, but=("lines_beside",))
    assert_same(load_sales_parquet(place.with_name(name), sales.name, sales.digest), sales)


def test_a_design_with_its_lines_inside_is_as_before(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    save_design(place, small(), sales)
    before = place.read_bytes()
    assert b"beside" not in before
    assert lines_beside(place) == []
    save_design(place, small(), sales, place=INSIDE)
    assert place.read_bytes() == before
    with zipfile.ZipFile(place) as archive:
        assert archive.namelist() == ["design.json", f"evidence/{sales.digest}.parquet"]


def test_reasons_that_are_switched_in_are_in_the_sums_too(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    lines = Path(str(sales.lines_file))
    switched = load_sales_parquet(lines, sales.name, sales.digest, {"internal", "warranty"})
    assert switched.used != sales.used
    save_design(place, small(), switched, place=BESIDE)
    assert_same(load_project(place).sales, switched, but=("lines_beside",))


@pytest.mark.parametrize("harm", ["gone", "cut", "changed"])
def test_without_its_lines_a_design_opens_with_every_figure_and_says_what_is_not_there(
    place: Path, read: Callable[[int], Sales], harm: str
) -> None:
    sales = read(300)
    save_design(place, small(), sales, place=BESIDE)
    lines = place.with_name(lines_beside(place)[0])
    data = lines.read_bytes()
    harmed = {"cut": data[:-1], "changed": bytes([*data[:50], data[50] ^ 1, *data[51:]])}
    if harm == "gone":
        lines.unlink()
    else:
        lines.write_bytes(harmed[harm])
    found = load_project(place)
    assert found.sales is not None
    assert found.sales.lines_file is None
    assert found.sales.lines_beside == LinesBeside(lines.name, len(data))
    assert_same(found.sales, sales, but=("lines_beside",))
    (told,) = found.problems
    for word in (lines.name, "parts", "set-aside lines", "repair orders", "filters"):
        assert word in told
    said = told.replace(str(place.parent), "").partition("open")[0]
    assert ("is not there" if harm == "gone" else "was changed or is not whole") in said[100:]

    save_design(place, small("later"), found.sales, opened=found.fingerprint)
    again = load_project(place)
    assert again.design == small("later")
    assert again.problems == found.problems
    lines.write_bytes(data)
    healed = load_project(place)
    assert healed.problems == ()
    assert_same(healed.sales, sales, but=("lines_beside",))


def test_lines_that_were_changed_are_kept_when_the_right_ones_are_saved(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    save_design(place, small(), sales, place=BESIDE)
    lines = place.with_name(lines_beside(place)[0])
    lines.write_bytes(b"mine")
    save_design(place, small("two"), sales, place=BESIDE)
    assert previous_version(lines).read_bytes() == b"mine"
    assert load_project(place).problems == ()


def test_older_lines_go_once_no_version_names_them(
    place: Path, read: Callable[[int], Sales]
) -> None:
    first, second = read(60), read(90)
    save_design(place, small("1"), first, place=BESIDE)
    save_design(place, small("2"), second, place=BESIDE)
    assert len(lines_beside(place)) == 2
    assert load_project(previous_version(place)).problems == ()
    save_design(place, small("3"), second, place=BESIDE)
    assert lines_beside(place) == [f"a.lines-{second.digest[:12]}.parquet"]
    save_design(place, small("4"), second)
    assert lines_beside(place) == [f"a.lines-{second.digest[:12]}.parquet"]
    save_design(place, small("5"), second)
    assert lines_beside(place) == []
    assert_same(load_project(place).sales, second)


@pytest.mark.parametrize("other", ["copy.pmatrix", "a copy", "unreadable.pmatrix"])
def test_lines_that_another_design_names_stay(
    place: Path, read: Callable[[int], Sales], other: str
) -> None:
    first, second = read(60), read(90)
    save_design(place, small("1"), first, place=BESIDE)
    data = place.read_bytes()
    place.with_name(other).write_bytes(data if "un" not in other else data[:200])
    for name in "234":
        save_design(place, small(name), second, place=BESIDE)
    assert len(lines_beside(place)) == 2
    if "un" not in other:
        assert load_project(place.with_name(other)).problems == ()


def test_lines_in_use_are_not_removed_under_their_session(
    place: Path, read: Callable[[int], Sales]
) -> None:
    save_design(place, small("1"), read(60), place=BESIDE)
    sales = load_project(place).sales
    for name in "234":
        save_design(place, small(name), sales, place=INSIDE)
    assert len(lines_beside(place)) == 1


def test_a_design_that_was_renamed_or_moved_with_its_lines_finds_them(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    save_design(place, small(), sales, place=BESIDE)
    (name,) = lines_beside(place)
    moved = place.parent / "elsewhere"
    moved.mkdir()
    place.rename(moved / "b.pmatrix")
    place.with_name(name).rename(moved / name)
    assert load_project(moved / "b.pmatrix").problems == ()
    (moved / name).rename(moved / name.replace("a.", "b."))
    assert load_project(moved / "b.pmatrix").problems == ()


def test_a_design_behind_a_link_keeps_its_lines_where_it_lies(
    place: Path, read: Callable[[int], Sales]
) -> None:
    first, second = read(60), read(90)
    link = place.parent.parent / "a.pmatrix"
    save_design(place, small("1"), first, place=BESIDE)
    link.symlink_to(place)
    for name in "23":
        save_design(link, small(name), second, place=BESIDE)
        assert load_project(link).problems == load_project(place).problems == ()
        assert load_project(previous_version(place)).problems == ()
    assert lines_beside(place) == [f"a.lines-{second.digest[:12]}.parquet"]
    assert lines_beside(link) == []


@pytest.mark.parametrize("name", ["back\\slash", "ü" * 110, "a.b (1) [x]", "new\nline"])
def test_any_name_has_lines_beside_it(place: Path, read: Callable[[int], Sales], name: str) -> None:
    path = place.with_name(f"{name}.pmatrix")
    first, second = read(60), read(90)
    save_design(path, small("1"), first, place=BESIDE)
    for word in "23":
        save_design(path, small(word), second, place=BESIDE)
    assert len(lines_beside(path)) == 1
    assert load_project(path).problems == ()


def test_too_many_lines_for_a_design_lie_beside_it(
    place: Path, read: Callable[[int], Sales], monkeypatch: pytest.MonkeyPatch
) -> None:
    sales = read(60)
    monkeypatch.setattr(project, "MOST_INSIDE", 100)
    save_design(place, small(), sales)
    assert load_project(place).lines_place is BESIDE
    assert len(lines_beside(place)) == 1


@pytest.mark.parametrize("at", range(1, 8))
def test_a_refused_save_leaves_no_lines_and_the_old_design(
    place: Path, read: Callable[[int], Sales], monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    sales = read(300)
    save_design(place, small("old"))
    before = place.read_bytes()
    write, count = CheckedWriter.write, [0]

    def failing(writer: CheckedWriter, data: bytes) -> int:
        count[0] += 1
        if count[0] == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(writer, data)

    with monkeypatch.context() as patch:
        patch.setattr(CheckedWriter, "write", failing)
        with pytest.raises(MatrixDesignerError, match="the disk is full"):
            save_design(place, small("new"), sales, place=BESIDE)
    assert place.read_bytes() == before
    assert lines_beside(place) == []


def test_somebody_elses_change_is_noticed_before_lines_are_written(
    place: Path, read: Callable[[int], Sales]
) -> None:
    opened = save_design(place, small("old"))
    save_design(place, small("theirs"))
    with pytest.raises(MatrixDesignerError, match="changed by someone else"):
        save_design(place, small("mine"), read(60), opened=opened, place=BESIDE)
    assert lines_beside(place) == []
    assert load_project(place).design == small("theirs")


def test_sums_that_are_not_what_they_were_are_refused(
    place: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    save_design(place, small(), sales, place=BESIDE)
    data = place.read_bytes()
    start = data.index(b".sums") + 5
    place.write_bytes(data[: start + 200] + bytes([data[start + 200] ^ 1]) + data[start + 201 :])
    with pytest.raises(MatrixDesignerError, match="damaged"):
        load_project(place)


def test_every_byte_of_the_sums_may_be_another_one(read: Callable[[int], Sales]) -> None:
    sales = read(40)
    record, sums = beside_record(sales, f"a.lines-{sales.digest[:12]}.parquet", 5)
    assert record.beside is not None
    assert record.beside.sums == hashlib.sha256(sums).hexdigest()
    refused = 0
    for at in range(len(sums)):
        harmed = bytearray(sums)
        harmed[at] ^= 0x41
        try:
            unpack_sums(bytes(harmed), record)
        except MatrixDesignerError:
            refused += 1
    assert refused > len(sums) // 2
    for length in range(0, len(sums), 7):
        with pytest.raises(MatrixDesignerError):
            unpack_sums(sums[:length], record)


def test_lines_that_go_while_a_design_is_open_cost_nothing_else(
    place: Path, tmp_path: Path, read: Callable[[int], Sales]
) -> None:
    save_design(place, small(), read(60), place=BESIDE)
    opened = load_project(place)
    lines = place.with_name(lines_beside(place)[0])
    data = lines.read_bytes()
    lines.unlink()
    kept = recovery.new_place(tmp_path / "kept")
    kept.keep(recovery.Work("a", place, 1, small("kept"), opened.sales, opened.fingerprint))
    kept.leave()
    (found,) = recovery.find_work(tmp_path / "kept")
    work, note = recovery.load_work(found)
    assert (note, work.design) == ("", small("kept"))
    assert opened.sales is not None
    assert_same(work.sales, opened.sales)
    found.place.clear()

    save_design(place, small("saved"), opened.sales, opened=opened.fingerprint, place=BESIDE)
    again = load_project(place)
    assert again.design == small("saved")
    assert again.sales is not None
    assert again.sales.lines_file is None
    lines.write_bytes(data)
    assert load_project(place).problems == ()


def test_unsaved_work_keeps_the_sums_of_lines_that_are_not_there(
    place: Path, tmp_path: Path, read: Callable[[int], Sales]
) -> None:
    sales = read(60)
    save_design(place, small(), sales, place=BESIDE)
    place.with_name(lines_beside(place)[0]).unlink()
    opened = load_project(place)
    kept = recovery.new_place(tmp_path / "kept")
    for name in ("one", "two"):
        work = recovery.Work("a", place, 1, small(name), opened.sales, opened.fingerprint)
        kept.keep(work)
    kept.leave()
    (found,) = recovery.find_work(tmp_path / "kept")
    work, note = recovery.load_work(found)
    assert note == ""
    assert work.design == small("two")
    assert opened.sales is not None
    assert_same(work.sales, opened.sales)
    found.place.clear()


def test_only_large_sales_ask_where_their_lines_go(
    read: Callable[[int], Sales], monkeypatch: pytest.MonkeyPatch
) -> None:
    sales = read(60)
    assert not is_place_due(None, None)
    assert not is_place_due(sales, None)
    monkeypatch.setattr("matrix_designer.formats.lines_place.ASKED_FROM", 100)
    assert is_place_due(sales, None)
    assert not is_place_due(sales, INSIDE)
    monkeypatch.setattr("matrix_designer.formats.lines_place.MOST_INSIDE", 100)
    assert is_place_due(sales, INSIDE)
    assert not is_place_due(sales, BESIDE)
