"""Fixed columns that a person cuts: kept in a mapping file, each field on its characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.cuts import (
    cuts_of,
    with_characters,
    with_cut_at,
    with_cut_moved,
    without_cut_at,
)
from matrix_designer.formats.mapping import SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.preview import Preview, make_preview, read_head

POSITIONS = SalesMapping(positions={"part": (0, 4), "quantity": (4, 6), "cost": (8, 12)})


def seen(path: Path, mapping: SalesMapping) -> Preview:
    path.write_text("A100 4  12.00\nB200 6  21.00\nC300 9  10.00\n")
    return make_preview(read_head(path), mapping)


def test_cuts_are_written_so_that_they_are_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    for cuts in ((), (10, 14), None):
        path.write_text(mapping_text(SalesMapping(cuts=cuts)), encoding="utf-8")
        assert read_mapping(path).cuts == cuts


@pytest.mark.parametrize("text", ["[5, 5]", "[1]", "[9, 3]", "[true]", '"5"', "[99999]"])
def test_cuts_that_cannot_be_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(f"cuts = {text}\n")
    with pytest.raises(MatrixDesignerError, match="cuts must be a list of characters"):
        read_mapping(path)


def test_each_field_keeps_its_characters_when_another_cut_is_made(tmp_path: Path) -> None:
    path = tmp_path / "sales.txt"
    found = seen(path, POSITIONS)
    assert cuts_of(found) == (4, 6, 8, 12)
    more = make_preview(read_head(path), with_cut_at(found, 2))
    assert more.mapping.cuts == (2, 4, 6, 8, 12)
    assert more.places == {"part": 0, "cost": 4, "quantity": 2}
    less = make_preview(read_head(path), without_cut_at(more, 4))
    assert less.places == {"part": 0, "cost": 3, "quantity": 1}
    moved = make_preview(read_head(path), with_cut_moved(less, 12, 40))
    assert moved.mapping.cuts == (2, 6, 8, 40)
    joined = with_cut_moved(less, 6, 30)
    assert joined.cuts == (2, 7, 8, 12)
    assert without_cut_at(make_preview(read_head(path), joined), 2).columns["quantity"] == ""


def test_characters_of_another_field_are_refused(tmp_path: Path) -> None:
    found = seen(tmp_path / "sales.txt", POSITIONS)
    with pytest.raises(MatrixDesignerError, match="4-5 overlaps part, which has 1-4"):
        with_characters(found, "quantity", "4-5", str)
    assert with_characters(found, "cost", "9-13", str).cuts == (4, 6, 8)
