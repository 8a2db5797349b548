"""Files of another kind than a command wants, names that mislead, and names that do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import TABLE, Run, is_refusal

SALES = "Part Number,Cost,List,Qty,Sold Price\nA1,5.00,12.00,1,9.50\n"


def test_lines_of_sales_are_no_matrix(command: Run, tmp_path: Path) -> None:
    sales, lines = tmp_path / "sales.csv", tmp_path / "lines.parquet"
    sales.write_text(SALES)
    assert command("import", sales, "--out", lines).status == 0
    ran = command("price", lines, "--cost", "5")
    assert is_refusal(ran)
    assert "a Parquet file of sales" in ran.err


def test_a_design_is_no_sales_file(command: Run, tmp_path: Path, ladder: Path) -> None:
    design = tmp_path / "d.pmatrix"
    command("new", "--template", "acg-ladder", "--out", design)
    for words in (("import", design), ("check", ladder, "--sales", design)):
        ran = command(*words)
        assert is_refusal(ran)
        assert "a design of this program" in ran.err


def test_a_table_that_calls_itself_a_design_is_not_called_damaged(
    command: Run, tmp_path: Path
) -> None:
    table = tmp_path / "t.pmatrix"
    table.write_text(TABLE)
    ran = command("price", table, "--cost", "5")
    assert is_refusal(ran)
    assert "is no design file" in ran.err
    assert "damaged" not in ran.err


def test_a_spoilt_design_still_names_the_version_before(command: Run, tmp_path: Path) -> None:
    design = tmp_path / "d.pmatrix"
    design.write_text(TABLE)
    (tmp_path / "d.pmatrix.bak").write_bytes(b"PK the version before")
    assert "d.pmatrix.bak" in command("price", design, "--cost", "5").err


@pytest.mark.parametrize("profile", ["table", "workbook", "cdk-keying"])
def test_nothing_but_a_design_gets_the_name_of_one(
    command: Run, tmp_path: Path, ladder: Path, profile: str
) -> None:
    out = tmp_path / "out.pmatrix"
    assert is_refusal(command("export", ladder, "--profile", profile, "--out", out))
    sales = tmp_path / "sales.csv"
    sales.write_text(SALES)
    assert is_refusal(command("import", sales, "--out", out))
    assert not out.exists()


@pytest.mark.parametrize("name", ["two\nlines", "red \x1b[31m", "bell\a", "\x9b31m"])
def test_a_name_is_a_line_of_text(command: Run, tmp_path: Path, ladder: Path, name: str) -> None:
    out = tmp_path / "d.pmatrix"
    ran = command("read", ladder, "--name", name, "--out", out)
    assert is_refusal(ran)
    assert not out.exists()


def test_a_file_cannot_steer_the_terminal(command: Run, tmp_path: Path) -> None:
    table = tmp_path / "red\x1b[31m.csv"
    table.write_text(TABLE)
    for words in (("price", table, "--cost", "5"), ("price", table, "--cost", "x")):
        ran = command(*words)
        assert "\x1b" not in ran.out + ran.err
    ran = command("price", tmp_path / "none\x1b[31m.csv", "--cost", "5")
    assert is_refusal(ran)
    assert "none?[31m.csv" in ran.err
