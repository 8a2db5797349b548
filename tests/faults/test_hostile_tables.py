"""Hostile workbooks and texts end in one clear sentence, in time, and the program lives."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.designs import open_design
from matrix_designer.formats.sales import import_sales
from tests.faults import hostile_files

MOST_SECONDS = 10


def refusal(path: Path) -> str:
    start = time.monotonic()
    with pytest.raises(MatrixDesignerError) as caught:
        import_sales(path)
    assert time.monotonic() - start < MOST_SECONDS
    return caught.value.sentence


@pytest.mark.parametrize("name", sorted(hostile_files.WORKBOOKS))
def test_a_hostile_workbook_is_refused_in_time(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.xlsx"
    hostile_files.WORKBOOKS[name](path)

    sentence = refusal(path)

    assert sentence.startswith(path.name)
    assert "\n" not in sentence


@pytest.mark.parametrize("name", sorted(hostile_files.TEXTS))
def test_a_hostile_text_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    data, line = hostile_files.TEXTS[name]
    path = tmp_path / "sales.csv"
    path.write_bytes(data)

    sentence = refusal(path)

    assert path.name in sentence
    assert "\n" not in sentence
    if line is not None:
        assert f"line {line}:" in sentence


@pytest.mark.parametrize("name", ["pipe.csv", "pipe.xlsx", "pipe.pmatrix", "pipe.parquet"])
def test_a_pipe_is_refused_before_anybody_waits_for_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    os.mkfifo(path)
    for door in (import_sales, open_design):
        with pytest.raises(MatrixDesignerError, match="pipe or a device"):
            door(path)
