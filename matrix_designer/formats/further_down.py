"""What the first rows of a file could not tell: returns and other tables further down.

Looks only where something points at them: a column with the word for sales on every first line, or
words where numbers are expected. A file without either is not read again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.formats.columns import plain_name, recognise
from matrix_designer.formats.database import Watch, quoted, select
from matrix_designer.formats.doubts import refuse_marks
from matrix_designer.formats.judging import Judged
from matrix_designer.formats.raw import Raw, SalesFile, read_directly, rewrite
from matrix_designer.formats.recipe import Recipe
from matrix_designer.formats.return_marks import BELOW_ZERO, ReturnMarks, mark_of, marks_among
from matrix_designer.formats.staging import Stage, Survey

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WORD = r"^\s*[A-Za-z][^0-9]*$"
_MARK = "description"
"""The name under which a column of marks is read: it is a text and nothing else."""
_SIGNED = "regexp_matches(quantity, '[-(\u2212]|[Cc][Rr]')"


def refuse_hidden_marks(
    connection: DuckDBPyConnection, file: SalesFile, folder: Path, watch: Watch
) -> None:
    """Ask about a column that marks returns only further down; raises DoubtfulColumnsError."""
    at = file.watched
    if at is None or "quantity" not in file.columns.places:
        return
    places = {"quantity": file.columns.places["quantity"], _MARK: at}
    alone = replace(file, columns=replace(file.columns, places=places), recipe=Recipe())
    own = folder / "marks"
    own.mkdir(exist_ok=True)
    raw = _cut(alone, own, watch)
    where = f"WHERE NOT {_SIGNED} AND regexp_matches(quantity, '[1-9]') GROUP BY ALL"
    said = connection.execute(select([_MARK, "count(*)"], f"{raw.relation} raw", where)).fetchall()
    counts: Counter[str] = Counter()
    for text, lines in said:
        counts[mark_of(text or "")] += lines
    if marks := marks_among(plain_name(file.columns.name(at)), counts):
        refuse_marks(file.path, file.columns, ReturnMarks(at, counts, marks))


def _cut(file: SalesFile, folder: Path, watch: Watch) -> Raw:
    """Cut a file by the engine's reader where the first pass did, else by ours."""
    return read_directly(file) if file.can_be_read_directly else rewrite(file, folder, watch)


def refuse_negative_sales(
    connection: DuckDBPyConnection, file: SalesFile, judged: Judged, lines: str
) -> None:
    """Ask about used lines with dollars below zero for pieces above it.

    `lines` are those of the file as amounts, each with its `reason`. Raises
    DoubtfulColumnsError.
    """
    fields = [name for name in ("extended_sold", "sold") if name in file.columns.places]
    least = min((judged.extents.get(field, (0, 0))[0] for field in fields), default=0)
    if file.is_returns_said or least >= 0:
        return
    below = "quantity_amount > 0 AND sold_amount < 0"
    counts = [f"count(*) FILTER (WHERE {below})", "count(*)"]
    found = connection.execute(select(counts, lines, "WHERE reason IS NULL")).fetchone()
    marked, used = found or (0, 0)
    if marked:
        marks = {BELOW_ZERO: marked, "": used - marked}
        at = file.columns.places[fields[0]]
        refuse_marks(file.path, file.columns, ReturnMarks(at, marks, (BELOW_ZERO,)))


def may_have_tables(
    connection: DuckDBPyConnection, file: SalesFile, stage: Stage, survey: Survey
) -> bool:
    """Tell whether words stand where numbers are expected as in a header, but in another one."""
    if file.own is None:
        return False
    named: list[str] = []
    for field in stage.numbers:
        own = stage.header.get(field, "").casefold()
        words = [text for text in survey.texts.get(f"{field}_odd", ()) if _is_word(text)]
        foreign = [text for text in words if text.strip().casefold() != own]
        if any(recognise((text,))[0] for text in foreign):
            return True
        if foreign:
            odd = f"{field}_odd"
            is_own = f"lower(trim({odd})) = {quoted(own)}"
            named.append(f"CASE WHEN regexp_matches({odd}, '{_WORD}') AND NOT {is_own} THEN 1 END")
    if len(named) <= 1:
        return False
    count = " + ".join(f"coalesce({one}, 0)" for one in named)
    found = connection.execute(select(["1"], stage.relation, f"WHERE {count} > 1 LIMIT 1"))
    return found.fetchone() is not None


def _is_word(text: str) -> bool:
    return text.strip()[:1].isalpha() and not any(map(str.isdigit, text))
