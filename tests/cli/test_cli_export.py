"""The command `export`, by its contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal


@pytest.fixture
def design(command: Run, tmp_path: Path) -> Path:
    path = tmp_path / "d.pmatrix"
    command("new", "--template", "acg-ladder", "--out", path)
    return path


@pytest.mark.parametrize(("profile", "name"), [("table", "t.csv"), ("workbook", "t.xlsx")])
def test_a_whole_matrix_comes_back(
    command: Run, tmp_path: Path, design: Path, profile: str, name: str
) -> None:
    out, again = tmp_path / name, tmp_path / "again.pmatrix"
    ran = command("export", design, "--profile", profile, "--out", out, "--json")
    assert ran.status == 0
    assert set(ran.data) >= {"rows", "changed_prices", "dropped", "files"}
    assert (ran.data["rows"], ran.data["changed_prices"], ran.data["dropped"]) == (15, 0, [])
    assert ran.data["files"] == [str(out)]
    assert command("read", out, "--out", again, "--json").data["tiers"] == 15
    for cost in ("0.01", "1.00", "1.01", "24.99", "250.00", "250.01", "999"):
        words = ("--cost", cost, "--list", "300", "--json")
        assert (
            command("price", design, *words).data["price"]
            == command("price", again, *words).data["price"]
            == command("price", out, *words).data["price"]
        )


def test_nothing_is_written_where_prices_would_change(
    command: Run, tmp_path: Path, design: Path
) -> None:
    out = tmp_path / "t.csv"
    ran = command("export", design, "--profile", "twelve-levels", "--out", out, "--json")
    assert ran.status == 1
    assert ran.data["changed_prices"] > 0
    assert ran.data["files"] == []
    assert "levels" in ran.data["dropped"]
    assert not out.exists()
    shown = command("export", design, "--profile", "twelve-levels", "--out", out)
    assert shown.status == 1
    assert "Nothing was written" in shown.out
    assert "--allow" in shown.out


def test_allowed_it_is_written_and_the_changes_are_told(
    command: Run, tmp_path: Path, design: Path
) -> None:
    out = tmp_path / "t.csv"
    words = ("export", design, "--profile", "twelve-levels", "--out", out, "--allow", "--json")
    ran = command(*words)
    assert (ran.status, ran.data["rows"], ran.data["files"]) == (0, 12, [str(out)])
    assert ran.data["changed_prices"] > 0
    assert out.is_file()
    assert is_refusal(command(*words))
    assert command(*words, "--force").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--profile", "none", "--out", "t.csv"),
        ("--profile", "table"),
        ("--out", "t.csv"),
        ("--profile", "table", "--out", "no/such/t.csv"),
        ("--profile", "table", "--out", "."),
        ("--profile", "table", "--out", "d.pmatrix"),
        ("--profile", "table", "--out", "d.pmatrix", "--force"),
        ("--profile", "table", "--out", ""),
        ("--profile", "table", "--out", "a\0b"),
    ],
)
def test_what_cannot_be_used(
    command: Run, design: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(design.parent)
    before = design.read_bytes()
    assert is_refusal(command("export", design, *words))
    assert design.read_bytes() == before
    assert {path.name for path in design.parent.iterdir()} <= {"d.pmatrix"}


def test_a_matrix_without_a_tier_has_nothing_to_write(command: Run, tmp_path: Path) -> None:
    empty, out = tmp_path / "empty.pmatrix", tmp_path / "t.csv"
    command("new", "--template", "empty", "--out", empty)
    ran = command("export", empty, "--profile", "table", "--out", out)
    assert is_refusal(ran)
    assert "no tier" in ran.err
    assert not out.exists()
