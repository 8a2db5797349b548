"""Why lines could not be read: a sentence for each of the first of them.

Knows the stage and its texts; it reads nothing for good.
"""

from __future__ import annotations

from matrix_designer.formats.database import select
from matrix_designer.formats.first_pass import Run
from matrix_designer.formats.raw import SalesFile
from matrix_designer.formats.set_aside import REASON_CODES
from matrix_designer.formats.staging import Stage, State, judge_text

_EXAMPLES = 5


def line_problems(run_: Run, stage: Stage, lines: str) -> tuple[str, ...]:
    """Return a sentence for each of the first lines that could not be read."""
    names = [name for name in stage.numbers if name in stage.odd]
    rows = run_.connection.execute(
        select(
            ["file_line", "is_broken", *(f"{name}_odd" for name in names)],
            lines,
            f"WHERE reason = {REASON_CODES['unreadable']} ORDER BY file_line LIMIT {_EXAMPLES}",
        )
    ).fetchall()
    return tuple(
        f"{run_.file.where(line)}: "
        + _why(run_.file, stage, is_broken, dict(zip(names, odd, strict=True)))
        for line, is_broken, *odd in rows
    )


def _why(file: SalesFile, stage: Stage, is_broken: object, odd: dict[str, str | None]) -> str:
    """Say why a line could not be read."""
    if is_broken:
        if file.dialect is not None and file.dialect.spans:
            return "the row does not keep to the columns: a cell runs into the next one"
        return "the row has more cells than the header has columns"
    for name, text in odd.items():
        if text is not None:
            _, state, why = judge_text(name, text, stage.style)
            if state is State.REFUSED:
                return f"{file.columns.name(file.columns.places[name])}: {why}"
    return "the sold price is missing, or a number is too large to be believed"
