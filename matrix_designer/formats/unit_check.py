"""Whether a column of unit amounts holds amounts of whole lines: told by parts sold again.

A part that comes with different quantities has one unit price; where its amounts rise with the
quantity instead, they are of the whole line. It looks at the first lines only, it decides nothing
alone: what looks so is asked. Ratios here are for judging, nothing of them is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.database import select, subquery
from matrix_designer.formats.staging import BLANK, Stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LINES = 60_000
_FEWEST_PARTS = 5
_MOST = 0.8
_FEW = 0.2
_ALIKE = 0.02
_WORDS = {"cost": "the cost", "sold": "the sold price"}


def refuse_whole_lines(
    connection: DuckDBPyConnection, stage: Stage, path: Path, said: Collection[str]
) -> None:
    """Ask where unit amounts look like those of whole lines; not about fields that somebody said.

    Raises MatrixDesignerError.
    """
    if "part" not in stage.fields or "quantity" not in stage.fields:
        return
    for field, words in _WORDS.items():
        has_both = f"extended_{field}" in stage.fields
        if field in stage.fields and field not in said and not has_both:
            parts, whole, unit = _counted(connection, stage, field)
            if parts >= _FEWEST_PARTS and whole >= _MOST * parts and unit <= _FEW * parts:
                name = stage.header.get(field) or field
                raise MatrixDesignerError(
                    f"{path.name}: “{name}” looks like {words} of all pieces of a line, not of one",
                    f"It rises with the quantity for {whole} of {parts} parts that were sold in "
                    "different quantities",
                    f'Say extended_{field} = "{name}" in a mapping file, or {field} = "{name}" if '
                    "it is of one piece, and use import --map",
                )


def _counted(connection: DuckDBPyConnection, stage: Stage, field: str) -> tuple[int, int, int]:
    """Count parts with several quantities, those whose amount rises so, those where it is one."""
    seen = f"WHERE file_row_number < {_LINES} AND quantity > 0 AND {field} > 0"
    amounts = subquery(
        ["part_key", "quantity", field, f"{field} / quantity AS each"],
        stage.rows,
        f"{seen} AND quantity <> {BLANK} AND {field} <> {BLANK}",
    )
    spread = [
        f"max(each) - min(each) <= {_ALIKE} * max(each) AS is_whole",
        f"max({field}) - min({field}) <= {_ALIKE} * max({field}) AS is_unit",
    ]
    parts = subquery(spread, amounts, "GROUP BY part_key HAVING min(quantity) <> max(quantity)")
    counts = ["count(*)", "count(*) FILTER (WHERE is_whole)", "count(*) FILTER (WHERE is_unit)"]
    row = connection.execute(select(counts, parts)).fetchone() or (0, 0, 0)
    return int(row[0]), int(row[1]), int(row[2])
