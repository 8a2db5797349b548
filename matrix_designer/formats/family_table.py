"""Families as a table: read from a file or the clipboard, written as CSV or workbook.

A family may stand on one row, its parts between commas, or on many, one part each. What a table
does not say of a family stays as it is. Knows families and the headings of their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.money import NumberStyle, amount_text
from matrix_designer.core.names import tidy_name, tidy_note
from matrix_designer.core.part_class import name_key, part_key
from matrix_designer.core.plan_text import names_text, read_names, read_price
from matrix_designer.formats.plan_tables import Cells, PlanHead, PlanReading, plan_table
from matrix_designer.formats.tables import read_table
from matrix_designer.formats.text_table import TextTable

_HEAD = PlanHead(
    "families",
    {
        "name": ("Family", "Family name", "Name"),
        "price": ("Price", "Family price", "Our price", "One price"),
        "factor": ("Made by", "Factor", "Multiplier", "Factor over the average cost"),
        "parts": (
            *("Parts", "Part", "Part number", "Part numbers", "Members", "Part no"),
            "Parts by number",
        ),
        "descriptions": (
            *("Descriptions", "Description", "Described as", "Pattern", "Description patterns"),
        ),
        "sources": ("Sources", "Source", "Src"),
        "excluded": ("Left out", "Excluded", "Without", "Except", "Not", "Parts left out"),
        "agreed": ("Agreed", "Agreed by", "Who agreed"),
    },
    ("name",),
)
HEADS = tuple(words[0] for words in _HEAD.headings.values())
_MOST_PARTS = 500
"""A row holds no more parts, so that its cell is no longer than a spreadsheet's can be."""
_LISTS: Mapping[str, Callable[[str], str]] = {
    "parts": part_key,
    "descriptions": name_key,
    "sources": name_key,
    "excluded": part_key,
}
FamilyRow = tuple[str, Mapping[str, Any]]
"""The name of a family, and the fields that its row says something of."""


def read_family_file(path: Path, style: NumberStyle | None = None) -> PlanReading[FamilyRow]:
    """Read a file; raises MatrixDesignerError where it holds no families."""
    return read_family_table(read_table(path), style)


def read_family_table(table: TextTable, style: NumberStyle | None = None) -> PlanReading[FamilyRow]:
    """Read a table with a head; `style` is what is meant where its prices do not tell."""
    return _HEAD.read(table, partial(_row, style=_HEAD.style(table, ("price",), style)))


def _row(cells: Cells, style: NumberStyle) -> FamilyRow:
    return tidy_name(cells["name"], "family"), dict(_fields(cells, style))


def _fields(cells: Cells, style: NumberStyle) -> Iterator[tuple[str, Any]]:
    """Yield the fields that a row says something of; an empty cell says nothing."""
    if text := cells.get("price", ""):
        yield "price", read_price(text, style)
    if text := cells.get("factor", ""):
        yield "factor", read_factor(text, style=style).factor
    for field, key_of in _LISTS.items():
        if text := cells.get(field, ""):
            yield field, read_names(text, key_of)
    if text := cells.get("agreed", ""):
        yield "agreed", tidy_note(text)


def merged_families(
    families: Sequence[Family], reading: PlanReading[FamilyRow]
) -> tuple[Family, ...]:
    """Return the families that a table brings, with what it does not say as it was.

    Rows of one family add up: their names stand together, and two prices are refused.
    """
    known = {name_key(family.name): family for family in families}
    said: dict[str, dict[str, Any]] = {}
    for name, fields in reading.rows:
        _add(said.setdefault(name_key(name), {"name": name}), fields)
    return tuple(_merged(known.get(key), fields) for key, fields in said.items())


def _add(said: dict[str, Any], fields: Mapping[str, Any]) -> None:
    for field, value in fields.items():
        if field in _LISTS:
            key_of = _LISTS[field]
            both: dict[str, str] = {}
            for name in (*said.get(field, ()), *value):
                both.setdefault(key_of(name), name)
            said[field] = tuple(both.values())
        elif said.setdefault(field, value) != value:
            raise MatrixDesignerError(
                f"The table gives the family “{said['name']}” two different {field}s",
                "",
                "Leave one of them",
            )


def _merged(old: Family | None, fields: Mapping[str, Any]) -> Family:
    if old is None:
        return Family(**fields)
    made = replace(old, **fields)
    if made.price == old.price or "factor" in fields:
        return made
    return replace(made, factor=None, averaged=None)  # of the price before


def family_rows(families: Iterable[Family]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of each family, in the order of HEADS."""
    return tuple(row for family in families for row in _rows(family))


def _rows(family: Family) -> Iterator[tuple[str, ...]]:
    parts = [
        family.parts[start : start + _MOST_PARTS]
        for start in range(0, max(len(family.parts), 1), _MOST_PARTS)
    ]
    yield (
        family.name,
        "" if family.price is None else amount_text(family.price),
        "" if family.factor is None else family.factor.text,
        names_text(parts[0]),
        names_text(family.descriptions),
        names_text(family.sources),
        names_text(family.excluded),
        " ".join(family.agreed.split("\n")),
    )
    for more in parts[1:]:
        yield family.name, "", "", names_text(more), "", "", "", ""


def family_file(path: Path, families: Iterable[Family]) -> bytes:
    """Return the bytes of a file of families, as its name asks for."""
    return plan_table(path, "Families", HEADS, family_rows(families), ("Price",))
