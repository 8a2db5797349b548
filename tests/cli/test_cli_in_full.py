"""Nothing is dropped in silence: options, settings that nobody knows, the sales of a design."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import TABLE, Run, is_refusal

SALES = (
    "Part Number,Cost,List,Qty,Sold Price\n"
    "A1,5.00,12.00,1,9.50\nA2,25.00,60.00,2,47.00\nA3,75.00,,1,120.00\n"
)


@pytest.mark.parametrize(
    "words",
    [
        ("--cap", ""),
        ("--cap=",),
        ("--ceiling", " "),
        ("--floor-gp", ""),
        ("--ending", ""),
        ("--fallback", ""),
        ("--name", ""),
        ("--cap", "250", "--cap", "300"),
        ("--mode", "simple", "--mode", "simple"),
    ],
)
def test_an_option_of_read_is_given_once_and_with_a_value(
    command: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    table = tmp_path / "capped.csv"
    table.write_text("# cap: 100.00 lower\n" + TABLE)
    out = tmp_path / "d.pmatrix"
    ran = command("read", table, "--out", out, *words)
    assert is_refusal(ran)
    assert words[0].rstrip("=") in ran.err
    assert not out.exists()


def test_an_option_with_a_default_is_given_once_too(command: Run, ladder: Path) -> None:
    out = ladder.parent / "p.png"
    assert is_refusal(command("screenshot", ladder, "--out", out, "--scale", "1", "--scale", "2"))
    assert is_refusal(command("price", ladder, "--cost", "5", "--cost", "6"))


def test_a_source_may_be_empty_as_it_is_in_files(command: Run, ladder: Path) -> None:
    assert command("price", ladder, "--cost", "5", "--source", "").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("price", "{table}", "--cost", "5"),
        ("check", "{table}"),
        ("replay", "{table}", "--sales", "{sales}"),
        ("replay", "{sound}", "--sales", "{sales}", "--against", "{table}"),
        ("export", "{table}", "--profile", "table", "--out", "{out}", "--force"),
    ],
)
def test_a_setting_that_nobody_knows_is_told(
    command: Run, tmp_path: Path, ladder: Path, words: tuple[str, ...]
) -> None:
    table, sales = tmp_path / "mistyped.csv", tmp_path / "sales.csv"
    table.write_text("# cpa: 250.00 lower\n" + TABLE)
    sales.write_text(SALES)
    places = {"table": table, "sales": sales, "sound": ladder, "out": tmp_path / "out.csv"}
    filled = [word.format(**places) for word in words]
    ran = command(*filled)
    assert "mistyped.csv, line 1" in ran.err
    assert "cpa" in ran.err
    (problem,) = command(*filled, "--json").data["problems"]
    assert "mistyped.csv, line 1" in problem


def test_a_sound_table_has_nothing_to_tell(command: Run, ladder: Path) -> None:
    ran = command("price", ladder, "--cost", "5", "--json")
    assert not ran.err
    assert "problems" not in ran.data


def test_what_the_matrix_in_force_left_out_is_told(
    command: Run, tmp_path: Path, ladder: Path
) -> None:
    before = tmp_path / "before.csv"
    before.write_text("# cpa: 250.00 lower\n" + TABLE)
    out = tmp_path / "d.pmatrix"
    ran = command("read", ladder, "--in-force", before, "--out", out, "--json")
    (problem,) = ran.data["problems"]
    assert "before.csv, line 1" in problem


def test_a_design_read_into_another_keeps_its_sales(command: Run, tmp_path: Path) -> None:
    command("demo", tmp_path / "demo")
    sample, capped = tmp_path / "demo" / "sample.pmatrix", tmp_path / "capped.pmatrix"
    assert command("read", sample, "--cap", "100.00", "--out", capped).status == 0
    before, after = (command("replay", path, "--json").data for path in (sample, capped))
    assert after["sold"] == before["sold"]
    assert after["set_aside"] == before["set_aside"]
    assert json.dumps(after["replayed"]) != json.dumps(before["replayed"])
