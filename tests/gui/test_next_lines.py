"""The rows that a paste adds below the others: their first names are never taken."""

from __future__ import annotations

from matrix_designer.core.family import Family
from matrix_designer.core.family_edits import InsertFamilies
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.flat_price_edits import InsertFlatPrices
from matrix_designer.core.money import CENT
from matrix_designer.gui.panels import family_lines, flat_price_lines
from tests.analysis.plan_cases import design


def test_a_pasted_family_gets_a_name_that_none_has() -> None:
    held = design(families=(Family("family  2"),))
    lines = family_lines.family_lines(held.families, (), {}, is_stale=False)
    line, edit = family_lines.new_line(lines)
    assert isinstance(edit, InsertFamilies)
    assert [one.name for one in edit.apply(held).families] == ["family  2", "Family 3"]
    assert line.place == 1


def test_a_pasted_flat_price_gets_a_part_that_none_has() -> None:
    held = design(flat_prices=(FlatPrice("NEW PART 2", CENT),))
    lines = flat_price_lines.flat_lines(held.flat_prices, {}, {}, is_stale=False)
    line, edit = flat_price_lines.new_line(lines)
    assert isinstance(edit, InsertFlatPrices)
    assert [one.part for one in edit.apply(held).flat_prices] == ["NEW PART 2", "new part 3"]
    assert line.place == 1
