"""Forty bad values for every option that takes a number or a path: one sentence, or it works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal

NUMBERS = (
    *("", " ", "abc", "1e3", "nan", "-inf", "1_000", "\u0663", "\uff11", "1,23,4", "1.2.3"),
    *("--5", "+-5", "0x10", "1/2", "\u00bd", "50%%", "%", "$", "$$5", "5 5", "1" * 400),
    *(f"-{'9' * 30}", f"0.{'0' * 30}1", "-1", "100000000000", "1;2", "=1+1", "\udcff", "a\0b"),
    *("1\n2", "\u202e5", "1.00001", "-101", ".", "-", "--", "None", "true", "99999x99999"),
)
PATHS = (
    *("", " ", "folder", "empty", "binary", "loop", "pipe", "nosuch", "nosuch/x", "/", "/dev/null"),
    *("/dev/zero", "/dev/full", "t.csv/x", "\0", "a\0b", "\udcff", "x" * 300, "x/" * 3000, "~"),
    *("..", ".", "*.csv", "-", "--", "-x", "file:///t.csv", "\n", "a\nb", "\u202e.csv", "con"),
    *("t.csv", "s.csv", "x.xlsx", "x.png", "x.parquet", "x.pmatrix", "nope.csv", "t.csv\\x"),
    "folder/../t.csv",
)
READ = ("read", "t.csv", "--force")
OPTIONS = {
    ("price", "t.csv"): (("--cost", "--list", "--quantity"), NUMBERS),
    ("check", "t.csv"): (("--goal",), NUMBERS),
    (*READ, "--out", "o.pmatrix"): (
        ("--cap", "--ceiling", "--floor-markup", "--floor-gp", "--fallback", "--goal"),
        NUMBERS,
    ),
    ("screenshot", "t.csv", "--out", "o.png"): (("--size", "--scale"), NUMBERS),
    READ: (("--out",), PATHS),
    (*READ, "--out", "in_force.pmatrix"): (("--in-force",), PATHS),
    ("check", "t.csv", "--target", "table"): (("--sales",), PATHS),
    ("import", "s.csv"): (("--map", "--out"), PATHS),
    ("replay", "t.csv", "--sales", "s.csv"): (("--against",), PATHS),
    ("export", "t.csv", "--profile", "table"): (("--out",), PATHS),
    ("new", "--template", "empty"): (("--out",), PATHS),
}
ATTACKS = [
    (words, option, values) for words, (options, values) in OPTIONS.items() for option in options
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good file of each kind, and odd ones."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("From,To,Multiplier\n0.01,10,2\n10.01,,1.5\n")
    sales = "Part,Cost,List,Qty,Sold Price,Date,RO\nP1,5,9,1,9,2026-01-01,1\n"
    (tmp_path / "s.csv").write_text(sales)
    (tmp_path / "nope.csv").write_text("a,b\n1,2\n")
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices are POSIX's")
@pytest.mark.parametrize(("words", "option", "values"), ATTACKS)
def test_no_value_is_more_than_one_sentence_can_say(
    command: Run, here: Path, words: tuple[str, ...], option: str, values: tuple[str, ...]
) -> None:
    assert len(values) >= 40
    more = ("--cost", "5") if words[0] == "price" and option != "--cost" else ()
    for value in values:
        for given in ((f"{option}={value}",), (option, value)):
            ran = command(*words, *more, *given)
            assert ran.status in (0, 1) or is_refusal(ran), (given, ran)
            assert "fault of the program" not in ran.err, (given, ran)
            assert len(ran.err) < 700, given
            assert ran.status != 1 or words[0] in ("check", "price", "replay", "export"), given
    assert (here / "t.csv").read_text().startswith("From,To"), "no input was written over"
