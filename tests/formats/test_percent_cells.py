"""Cells that a sheet shows as percent are read as they are shown."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.matrix import Matrix
from matrix_designer.formats.matrices import read_matrix
from matrix_designer.formats.percent_cells import percent_cells
from matrix_designer.formats.workbooks import read_sheets


def write(
    path: Path,
    heading: str,
    factors: list[float],
    number_format: str,
    row: int = 0,
    column: int = 0,
) -> Path:
    """Write a matrix whose factors are stored as numbers and shown in a format."""
    with xlsxwriter.Workbook(str(path)) as book:
        look = book.add_format({"num_format": number_format})
        book.add_worksheet("Cover").write(0, 0, "prices")
        sheet = book.add_worksheet("Prices & more")
        sheet.write_row(row, column, ["From", "To", heading])
        for place, factor in enumerate(factors):
            sheet.write_row(row + place + 1, column, [10 * place, 10 * place + 9.99])
            sheet.write_number(row + place + 1, column + 2, factor, look)
    return path


def values(matrix: Matrix) -> list[tuple[FactorKind, int]]:
    return [(tier.factor.kind, tier.factor.value) for tier in matrix.tiers]


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "#,##0.0 %", '0"x"%', "0%;[Red]-0%"])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 2), (0, 30)])
def test_a_percent_is_read_as_it_is_shown(
    tmp_path: Path, number_format: str, row: int, column: int
) -> None:
    path = write(tmp_path / "m.xlsx", "Markup %", [1.5, 0.575, 0.3], number_format, row, column)
    kind = FactorKind.MARKUP
    assert values(read_matrix(path).matrix) == [
        (kind, 1_500_000),
        (kind, 575_000),
        (kind, 300_000),
    ]


@pytest.mark.parametrize("number_format", ["General", "0.00", '0"%"', r"0\%"])
def test_a_number_that_only_looks_like_one_stays(tmp_path: Path, number_format: str) -> None:
    path = write(tmp_path / "m.xlsx", "GP %", [42, 57.5], number_format)
    assert values(read_matrix(path).matrix) == [(FactorKind.GP, 420_000), (FactorKind.GP, 575_000)]


def test_a_bare_percent_is_refused_where_no_kind_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", "Factor", [0.75], "0%")
    with pytest.raises(MatrixDesignerError, match="can mean two things"):
        read_matrix(path)


def test_a_workbook_that_does_not_tell_is_read_all_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", "Markup %", [150], "0%")
    for name in ("xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        for text in (b"", b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<styleSheet/>"):
            other = tmp_path / "other.xlsx"
            with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
                for member in old.namelist():
                    new.writestr(member, text if member == name else old.read(member))
            assert percent_cells(str(other)) == {}
    assert percent_cells(str(tmp_path / "none.xlsx")) == {}
    assert percent_cells(__file__) == {}


def test_only_cells_shown_as_percent_change(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", "Markup %", [1.5], "0%")
    assert [sheet.rows[1:] for sheet in read_sheets(path)] == [(), (("0", "9.99", "150%"),)]
