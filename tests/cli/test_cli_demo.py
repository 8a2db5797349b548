"""The command `demo`: the whole loop, without a display, from outside."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, is_refusal

PROGRAM = str(Path(sys.executable).with_name("matrix-designer"))
PROFILES = {"table", "workbook", "cdk-keying", "twelve-levels"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    place = tmp_path_factory.mktemp("demo")
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ran = subprocess.run(
        [PROGRAM, "demo", "--json"],
        cwd=place,
        env={name: text for name, text in os.environ.items() if name not in hidden},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
    return place, json.loads(ran.stdout)


def test_everything_is_written_into_a_new_folder(demo: tuple[Path, Any]) -> None:
    place, data = demo
    assert [path.name for path in place.iterdir()] == ["matrix-designer-demo-1"]
    folder = place / data["folder"]
    names = {path.name for path in folder.iterdir()}
    assert names == set(data["files"])
    assert names >= {"sample.pmatrix", "sales.csv", "findings.json", "window.png"}
    stems = {path.stem for path in folder.iterdir()}
    assert stems >= PROFILES


def test_every_export_tells_what_changed(demo: tuple[Path, Any]) -> None:
    _, data = demo
    told = {export["profile"]: export for export in data["exports"]}
    assert set(told) == PROFILES
    assert all({"changed_prices", "dropped"} <= set(export) for export in told.values())
    assert told["table"]["changed_prices"] == told["workbook"]["changed_prices"] == 0
    assert told["twelve-levels"]["changed_prices"] > 0
    assert "levels" in told["twelve-levels"]["dropped"]


def test_the_picture_is_of_the_promised_size(demo: tuple[Path, Any]) -> None:
    place, data = demo
    head = (place / data["folder"] / "window.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (1600, 1000)


def test_the_findings_are_those_of_the_check(demo: tuple[Path, Any], command: Run) -> None:
    place, data = demo
    written = json.loads((place / data["folder"] / "findings.json").read_text())
    assert written["findings"]
    checked = command("check", place / data["folder"] / "sample.pmatrix", "--json")
    assert checked.data["findings"] == written["findings"]


def test_the_design_carries_its_sales_and_gains(demo: tuple[Path, Any], command: Run) -> None:
    place, data = demo
    folder = place / data["folder"]
    own = command("replay", folder / "sample.pmatrix", "--json")
    assert own.status == 1, "the matrix in force has a gap at 50.00"
    assert 0 < own.data["unpriced"]["lines"] < 100
    assert own.data["compared_with"] == "in_force"
    assert own.data["in_force"]["gp_percent"] < 46 < own.data["replayed"]["gp_percent"]
    aside = {reason: tally["lines"] for reason, tally in own.data["set_aside"].items()}
    assert all(aside[reason] > 100 for reason in ("return", "core", "warranty", "zero-cost"))
    assert aside["duplicate"] == 25
    assert aside["total-line"] == 1
    assert aside["unreadable"] == 5
    assert aside["negative-cost"] == 3
    again = command("replay", folder / "sample.pmatrix", "--sales", folder / "sales.csv", "--json")
    assert again.data == own.data


def test_a_folder_may_be_there_but_no_file_is_replaced(command: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "sales.csv").write_text("mine")
    ran = command("demo", tmp_path / "here")
    assert is_refusal(ran)
    assert "sales.csv" in ran.err
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["sales.csv"]
    assert (tmp_path / "here" / "sales.csv").read_text() == "mine"
    (tmp_path / "file").write_text("mine")
    assert is_refusal(command("demo", tmp_path / "file"))
    assert is_refusal(command("demo", tmp_path / "file" / "below"))
    assert is_refusal(command("demo", ""))
