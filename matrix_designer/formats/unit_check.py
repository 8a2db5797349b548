"""Whether a column of unit amounts holds amounts of whole lines: asked where it looks so.

A part that comes with different quantities has one unit price; where its amounts rise with the
quantity instead, they are of the whole line. And where a part comes once, whole cents of one piece
times 3 or 7 pieces can be divided by 3 or 7; amounts of one piece only now and then. It looks at
the first lines only. Ratios here are for judging, nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import CENT, PIECE
from matrix_designer.formats.database import select
from matrix_designer.formats.staging import BLANK, Stage, judge_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LINES = 10_000
_FEWEST_PARTS = 5
_MOST, _FEW = 0.8, 0.2
_ALIKE = 0.02
_FEWEST_DIVIDED, _FEWEST_LINES = 10, 15
_FEWEST_ABOVE = 3
_NEARLY_ALL = 0.97
_WORDS = {"cost": "the cost", "sold": "the sold price"}
Seen = tuple[int, int, int]
"""A part's key, a quantity and an amount, all above zero."""


@dataclass(frozen=True, slots=True)
class WholeLines:
    """The fields of unit amounts that look like those of whole lines, and why the first does."""

    fields: tuple[str, ...]
    why: str


class WholeLinesError(MatrixDesignerError):
    """Unit amounts of a file look like those of whole lines; somebody has to say which."""

    def __init__(self, path: Path, names: Sequence[str], whole: WholeLines) -> None:
        """Name the file, its columns and how to say it."""
        shown = " and ".join(f"“{name}”" for name in names)
        words = " and ".join(_WORDS[field] for field in whole.fields)
        pairs = tuple(zip(whole.fields, names, strict=True))
        extended = " and ".join(f'extended_{field} = "{name}"' for field, name in pairs)
        plain = " and ".join(f'{field} = "{name}"' for field, name in pairs)
        verb, one = ("looks", "it is") if len(names) == 1 else ("look", "they are")
        super().__init__(
            f"{path.name}: {shown} {verb} like {words} of all pieces of a line, not of one",
            whole.why,
            f"Say {extended} in a mapping file, or {plain} if {one} of one piece, and use "
            "import --map",
        )
        self.path = path
        self.found = whole


def refuse_whole_lines(
    connection: DuckDBPyConnection, stage: Stage, path: Path, said: Collection[str]
) -> None:
    """Ask where unit amounts look like those of whole lines; not about fields that somebody said.

    Raises WholeLinesError.
    """
    if not {"part", "quantity"} <= stage.fields:
        return
    found: dict[str, str] = {}
    for field in _WORDS:
        has_both = f"extended_{field}" in stage.fields
        if field not in stage.fields or field in said or has_both:
            continue
        seen = _seen(connection, stage, field)
        why = rises_with_quantity(seen) or is_divided_by_quantity(seen)
        if not why and field == "cost" and stage.fields.isdisjoint({"sold"}):
            why = is_above_its_price(_beside_sold(connection, stage))
        if why:
            found[field] = why
    if found:
        whole = WholeLines(tuple(found), next(iter(found.values())))
        names = [stage.header.get(field) or field for field in found]
        raise WholeLinesError(path, names, whole)


def _beside_sold(connection: DuckDBPyConnection, stage: Stage) -> list[Seen]:
    """Return quantity, cost and extended sold dollars of the first lines; none without them."""
    if "extended_sold" not in stage.fields:
        return []
    names = ("quantity", "cost", "extended_sold")
    columns = [*names, *(f"{name}_odd" if name in stage.odd else "NULL" for name in names)]
    rows = connection.execute(select(columns, stage.relation, f"LIMIT {_LINES}")).fetchall()
    found = []
    for row in rows:
        quantity, cost, sold = (
            _value(name, value, odd, stage)
            for name, value, odd in zip(names, row[:3], row[3:], strict=True)
        )
        if quantity > PIECE and cost > 0 and sold > 0:
            found.append((quantity, cost, sold))
    return found


def is_above_its_price(lines: Sequence[Seen]) -> str:
    """Say that a cost of one piece would be above what the pieces sold for, nearly always.

    `lines` have quantity, cost and the dollars of the whole line; the cost of the whole line would
    be below it in each.
    """
    above = sum(cost * quantity > sold for quantity, cost, sold in lines)
    if len(lines) < _FEWEST_ABOVE or above < _MOST * len(lines):
        return ""
    if any(cost * PIECE > sold for _, cost, sold in lines):
        return ""
    return f"As the cost of one piece it is above the sold price in {above} of {len(lines)} lines"


def _seen(connection: DuckDBPyConnection, stage: Stage, field: str) -> list[Seen]:
    """Return the first lines that have part, quantity and amount, whatever way they are written."""
    names = ("quantity", field)
    columns = ["part_key", *names]
    columns += [f"{name}_odd" if name in stage.odd else "NULL" for name in names]
    limit = f"LIMIT {_LINES}"
    rows = connection.execute(select(columns, stage.relation, limit)).fetchall()
    found: list[Seen] = []
    for part, *read in rows:
        quantity, amount = (
            _value(name, value, odd, stage)
            for name, value, odd in zip(names, read[:2], read[2:], strict=True)
        )
        if part is not None and quantity > 0 and amount > 0:
            found.append((part, quantity, amount))
    return found


def _value(name: str, value: int | None, odd: str | None, stage: Stage) -> int:
    """Return what a cell of a stage says; 0 where it says nothing."""
    if odd is not None:
        value = judge_text(name, odd, stage.style)[0]
    return 0 if value is None or value == BLANK else value


def rises_with_quantity(seen: Sequence[Seen]) -> str:
    """Say that amounts of parts in several quantities rise with them; nothing where they do not."""
    lines: dict[int, list[tuple[int, int]]] = {}
    for part, quantity, amount in seen:
        lines.setdefault(part, []).append((quantity, amount))
    parts = whole = unit = 0
    for own in lines.values():
        if len({quantity for quantity, _ in own}) > 1:
            parts += 1
            whole += _are_alike([amount / quantity for quantity, amount in own])
            unit += _are_alike([amount for _, amount in own])
    if parts < _FEWEST_PARTS or whole < _MOST * parts or unit > _FEW * parts:
        return ""
    return (
        f"It rises with the quantity for {whole} of {parts} parts that were sold in different "
        "quantities"
    )


def _are_alike(values: Sequence[float]) -> bool:
    return max(values) - min(values) <= _ALIKE * max(values)


def is_divided_by_quantity(seen: Sequence[Seen]) -> str:
    """Say that amounts can be divided by quantities that divide no dollar; nothing otherwise."""
    those = [
        (part, amount, quantity // PIECE)
        for part, quantity, amount in seen
        if quantity > 2 * PIECE and quantity % PIECE == 0 and 100 * PIECE % quantity
    ]
    divided = sum(amount % (CENT * pieces) == 0 for _, amount, pieces in those)
    parts = len({part for part, _, _ in those})
    if parts < _FEWEST_DIVIDED or len(those) < _FEWEST_LINES or divided < _NEARLY_ALL * len(those):
        return ""
    return f"It can be divided by the quantity in {divided} of {len(those)} lines, to whole cents"
