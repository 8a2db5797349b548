"""Unsaved work on disk: whole at every moment, one owner at a time, its sales kept with it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.formats import locks
from matrix_designer.formats.locks import Owner, is_running, lock_document, this_owner
from matrix_designer.formats.recovery import (
    WORK_FILE,
    Work,
    find_work,
    load_work,
    new_place,
)
from matrix_designer.formats.sales import import_sales
from matrix_designer.formats.storage import Fingerprint

DESIGN = Design("ladder", (Matrix("m", (Tier(1, None, read_factor("x2.00").factor),)),))
WORK = Work("ladder.pmatrix", Path("/there/ladder.pmatrix"), 7, DESIGN)


@pytest.fixture(name="root")
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "state" / "recovery"


def test_kept_work_reads_back_as_it_was(root: Path) -> None:
    work = replace(WORK, opened=Fingerprint(12, 1_700_000_000_000_000_001, 9, "ab"))
    place = new_place(root)
    place.keep(work)
    assert find_work(root) == [], "its owner still runs"
    place.leave()
    (found,) = find_work(root)
    assert (found.name, found.path, found.edits) == (work.name, work.path, 7)
    assert load_work(found) == (work, "")
    found.place.clear()
    assert find_work(root) == []
    assert list(root.iterdir()) == []


def test_found_work_is_nobody_elses_until_it_is_left(root: Path) -> None:
    place = new_place(root)
    place.keep(WORK)
    place.leave()
    file = place.folder / WORK_FILE
    started = this_owner().started
    file.write_text(file.read_text().replace(f'"started":{started}', f'"started":{started + 1}'))
    (found,) = find_work(root)
    assert find_work(root) == [], "its program is dead, but somebody is being asked about it"
    found.place.leave()
    assert len(find_work(root)) == 1


def test_sales_outlive_the_cache_that_they_were_imported_into(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Part Number,Unit Cost,List,Qty,Sold Price\nA,5.00,9.00,1,8.00\n")
    sales = import_sales(file).sales
    place = new_place(root)
    place.keep(replace(WORK, sales=sales))
    place.keep(replace(WORK, sales=sales, edits=8))
    place.leave()
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    (found,) = find_work(root)
    work, note = load_work(found)
    assert note == ""
    assert work.edits == 8
    assert work.sales is not None
    assert (work.sales.digest, work.sales.used) == (sales.digest, sales.used)


def test_sales_that_are_gone_cost_the_sales_alone(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("Part Number,Unit Cost,List,Qty,Sold Price\nA,5.00,9.00,1,8.00\n")
    sales = import_sales(file).sales
    place = new_place(root)
    place.keep(replace(WORK, sales=sales))
    place.leave()
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    (pin,) = place.folder.glob("*.parquet")
    pin.write_bytes(b"something else")
    (found,) = find_work(root)
    work, note = load_work(found)
    assert work.design == DESIGN
    assert work.sales is None
    assert "not what they were" in note


def test_lines_of_sales_that_were_replaced_are_let_go(root: Path, tmp_path: Path) -> None:
    place = new_place(root)
    for price in ("8.00", "9.00"):
        file = tmp_path / "sales.csv"
        file.write_text(f"Part Number,Unit Cost,List,Qty,Sold Price\nA,5.00,9.00,1,{price}\n")
        place.keep(replace(WORK, sales=import_sales(file).sales))
    assert len(list(place.folder.glob("*.parquet"))) == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_damaged_work_is_shown_with_its_reason_and_never_thrown_away(
    root: Path, damage: str
) -> None:
    place = new_place(root)
    place.keep(WORK)
    place.leave()
    file = place.folder / WORK_FILE
    data = file.read_bytes()
    broken = {
        "cut": data[:-20],
        "flipped": data.replace(b'"kind": "multiplier"', b'"kind": "markup-pct"').replace(
            b'"name": "ladder"', b'"name": "ladder2"'
        ),
        "empty": b"",
        "other": json.dumps({"format": "else"}).encode(),
    }[damage]
    assert broken != data
    file.write_bytes(broken)
    (found,) = find_work(root)
    assert "damaged" in found.problem
    with pytest.raises(MatrixDesignerError):
        load_work(found)
    assert file.read_bytes() == broken


def test_without_locks_a_living_owner_keeps_its_work(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(95, "no locks here")

    monkeypatch.setattr(locks, "lock_descriptor", refuse)
    place = new_place(root)
    assert not place.is_locked
    place.keep(WORK)
    place.leave()
    assert find_work(root) == [], "this process lives"
    text = (place.folder / WORK_FILE).read_text()
    owner = this_owner()
    dead = text.replace(f'"started":{owner.started}', f'"started":{owner.started + 1}')
    assert dead != text
    (place.folder / WORK_FILE).write_text(dead)
    assert len(find_work(root)) == 1, "the number was given to another process"


def test_a_process_that_ended_does_not_run() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    mine = this_owner()
    assert is_running(mine)
    assert not is_running(Owner(mine.host, child.pid, 1))
    assert is_running(Owner("another-computer", child.pid, 1))


def test_a_lock_says_who_holds_it_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    with lock_document(path), pytest.raises(locks.HeldElsewhereError) as refused:
        lock_document(path)
    assert f"process {this_owner().process}" in refused.value.holder
    assert " since 20" in refused.value.holder


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file stands here")
    with pytest.raises(MatrixDesignerError, match="could not be written"):
        new_place(tmp_path / "state" / "recovery").keep(WORK)


def test_an_empty_place_that_a_crash_left_is_cleaned_away(root: Path) -> None:
    place = new_place(root)
    place.folder.mkdir()
    place.leave()
    assert find_work(root) == []
    assert not place.folder.exists()


def test_a_folder_of_somebody_else_is_left_alone(root: Path, tmp_path: Path) -> None:
    place = new_place(root)
    place.keep(WORK)
    place.leave()
    (root / "Photos").mkdir()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear diary")
    (root / ("0" * 32)).symlink_to(mine)
    assert len(find_work(root)) == 1
    assert (root / "Photos").is_dir()
    assert (mine / "diary.txt").read_text() == "dear diary"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices in folders here")
def test_a_device_in_the_place_of_work_is_not_read(root: Path) -> None:
    place = new_place(root)
    place.folder.mkdir()
    (place.folder / WORK_FILE).symlink_to("/dev/null")
    place.leave()
    (found,) = find_work(root)
    assert "no plain file" in found.problem


@pytest.mark.parametrize(
    ("was", "is_now"),
    [('Z","edits"', '","edits"'), ('"/there/ladder.pmatrix"', '"/there/\\u0000.pmatrix"')],
    ids=["a time of no place", "a path that cannot be"],
)
def test_work_that_says_what_cannot_be_is_shown_with_the_others(
    root: Path, was: str, is_now: str
) -> None:
    for number in range(2):
        place = new_place(root)
        place.keep(WORK)
        place.leave()
        if number:
            file = place.folder / WORK_FILE
            text = file.read_text()
            assert was in text
            file.write_text(text.replace(was, is_now))
    found = find_work(root)
    for one in found:
        one.place.leave()
    assert sorted("damaged" in one.problem for one in found) == [False, True]


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_a_link_in_the_place_of_a_lock_leads_nowhere(tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("dear diary")
    document = tmp_path / "a.pmatrix"
    locks.lock_path(document).symlink_to(diary)
    with lock_document(document) as lock:
        assert not lock.is_held
    assert diary.read_text() == "dear diary"


@pytest.mark.skipif(sys.platform == "win32", reason="locks there need no rights of files")
def test_a_lock_that_another_user_wrote_is_respected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = os.open

    def only_look(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "another user's")
        return open_(path, flags, mode)

    document = tmp_path / "a.pmatrix"
    with lock_document(document):
        monkeypatch.setattr(os, "open", only_look)
        with pytest.raises(locks.HeldElsewhereError) as refused:
            lock_document(document)
    assert f"process {os.getpid()}" in refused.value.holder
