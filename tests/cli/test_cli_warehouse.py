"""Sales that a URL names, on the command line; what is answered is tested where Spark is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal

URL = "trino://me:secret@nowhere:1/shop/sales#lines"


@pytest.fixture
def design(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("From,To,Multiplier\n0.01,10.00,2.00\n10.01,MAX,1.80\n")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("replay", "DESIGN", "--sales", URL),
        ("replay", "DESIGN", "--sales", URL, "--band"),
        ("check", "DESIGN", "--sales", URL),
        ("import", URL),
    ],
)
def test_without_the_extra_one_sentence_says_what_to_install(
    command: Run, design: Path, words: tuple[str, ...]
) -> None:
    answer = command(*(str(design) if word == "DESIGN" else word for word in words))
    assert is_refusal(answer)
    assert "matrix-designer[cluster]" in answer.err
    assert "secret" not in answer.err


def test_a_warehouse_is_neither_mapped_nor_kept(command: Run, tmp_path: Path) -> None:
    answer = command("import", URL, "--out", str(tmp_path / "lines.parquet"))
    assert is_refusal(answer)
    assert "keeps its lines" in answer.err


def test_a_warehouse_is_not_one_of_several_files(command: Run, design: Path) -> None:
    answer = command("import", str(design), URL)
    assert is_refusal(answer)
    assert "a warehouse, not a file" in answer.err
    assert "secret" not in answer.err
