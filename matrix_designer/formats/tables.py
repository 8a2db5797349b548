"""Tables as rows of text cells with line numbers, from delimited text and from workbooks.

Knows files and cells; it does not know what a column means. A cell stays the text that it is:
`00123`, `12E5` and `NA` are never turned into numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.byte_survey import refuse, survey
from matrix_designer.formats.dialect import SAMPLE_LINES, Dialect, detect_delimiter
from matrix_designer.formats.disk import refuse_pipe
from matrix_designer.formats.fixed_width import cut_line, is_cut_through, is_rule
from matrix_designer.formats.text_table import MAX_COLUMNS, TextTable

MAX_LINE = 1 << 20
MAX_TABLE_ROWS = 1_048_576
_SENTINEL = "\x01end\x01"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(path: Path | str) -> TextTable:
    """Read the first table that has a row; raises MatrixDesignerError naming file and line."""
    tables = read_tables(path)
    return next((table for table in tables if table.rows), tables[0])


def read_tables(path: Path | str) -> tuple[TextTable, ...]:
    """Read a text file as one table, or every sheet of a workbook."""
    path = Path(path)
    if is_workbook(path):
        from matrix_designer.formats.workbooks import read_sheets

        return read_sheets(path)
    dialect = detect_dialect(path)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    for line, cells in cut_rows(path, dialect):
        if len(rows) == MAX_TABLE_ROWS:
            raise refuse(path, f"more than {MAX_TABLE_ROWS:,} rows", line=line)
        rows.append(tuple(cells))
        lines.append(line)
    if not rows:
        raise refuse(path, "the file is empty", "Choose a file with a table in it")
    return (TextTable(path, tuple(rows), tuple(lines), dialect.delimiter),)


def is_workbook(path: Path) -> bool:
    """Tell by the first bytes, not by the name, whether a file is a workbook.

    Raises MatrixDesignerError when the file is missing, is a folder or cannot be opened.
    """
    refuse_pipe(path)
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except FileNotFoundError as error:
        raise MatrixDesignerError(
            f"There is no file {path}", "", "Check the name and the folder"
        ) from error
    except IsADirectoryError as error:
        raise MatrixDesignerError(f"{path} is a folder", "", "Choose a file in it") from error
    except OSError as error:
        raise cannot_read(path, error) from error
    return head.startswith((_ZIP, _OLE))


def cannot_read(path: Path, error: OSError) -> MatrixDesignerError:
    """Make the error for a file that the system does not let us read."""
    reason = error.strerror or "the system refused"
    return MatrixDesignerError(f"{path.name} cannot be read: {reason}", "", "Check the file")


def detect_dialect(path: Path) -> Dialect:
    """Find out the encoding and the delimiter of a text file."""
    try:
        seen = survey(path)
        with path.open("r", encoding=seen.encoding, newline="") as stream:
            sample = list(islice(_checked_lines(path, stream), SAMPLE_LINES))
    except OSError as error:
        raise cannot_read(path, error) from error
    except UnicodeError as error:
        raise refuse(
            path, "the text is damaged or in an unknown encoding", "Save it as UTF-8"
        ) from error
    delimiter, skip = detect_delimiter(sample)
    return Dialect(seen, delimiter, skip)


def first_lines(path: Path, encoding: str, most: int) -> list[str]:
    """Return the first lines of a text file as they are."""
    try:
        with path.open("r", encoding=encoding, newline="") as stream:
            return list(islice(_checked_lines(path, stream), most))
    except OSError as error:
        raise cannot_read(path, error) from error
    except UnicodeError as error:
        raise refuse(
            path, "the text is damaged or in an unknown encoding", "Save it as UTF-8"
        ) from error


def cut_rows(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Cut a text file into (line, cells), blank rows left out.

    Raises MatrixDesignerError with the line for a zero character, a quote that never closes,
    too many columns, a line or a cell that is too long, and bytes that are no text.
    """
    try:
        with path.open("r", encoding=dialect.encoding, newline="") as stream:
            yield from (_cut_at if dialect.spans else _cut)(path, stream, dialect)
    except OSError as error:
        raise cannot_read(path, error) from error


def _cut(path: Path, stream: io.TextIOWrapper, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    start = 1
    lines = _checked_lines(path, stream)
    for _ in islice(lines, dialect.skip):
        start += 1
    offset = start - 1
    reader = csv.reader(_ended(lines), delimiter=dialect.delimiter)
    cells: list[str] = []
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                what = f"{len(cells):,} columns, at most {MAX_COLUMNS:,} can be read"
                raise refuse(path, what, "Check the delimiter", start)
            if any(cell and not cell.isspace() for cell in cells) and cells != [_SENTINEL]:
                if _SENTINEL in cells[-1]:
                    raise _open_quote(path, start)
                yield start, cells
            start = offset + reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            raise _open_quote(path, start) from error
        raise refuse(path, "the line cannot be cut into cells", "", start) from error
    except UnicodeError as error:
        line = offset + reader.line_num + 1
        raise refuse(
            path, "from about here on, the text is damaged or in another encoding", "", line
        ) from error


def _cut_at(
    path: Path, stream: io.TextIOWrapper, dialect: Dialect
) -> Iterator[tuple[int, list[str]]]:
    """Cut lines at fixed columns; one that does not keep to open columns has a cell too many."""
    is_open = dialect.spans[-1][1] > MAX_LINE
    number = 0
    try:
        for number, line in enumerate(_checked_lines(path, stream), 1):
            text = line.rstrip("\r\n\f\x1a")
            if not is_rule(text):
                cells = cut_line(text, dialect.spans)
                yield (
                    number,
                    [*cells, text] if is_open and is_cut_through(text, dialect.spans) else cells,
                )
    except UnicodeError as error:
        raise refuse(
            path, "from about here on, the text is damaged or in another encoding", "", number + 1
        ) from error


def _open_quote(path: Path, line: int) -> MatrixDesignerError:
    return refuse(path, "a quotation mark opens a cell and never closes it", "Close it", line)


def _ended(lines: Iterator[str]) -> Iterator[str]:
    """Pass the lines on and add one that shows whether a quote is still open at the end."""
    last = "\n"
    for last in lines:
        yield last
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield _SENTINEL


def _checked_lines(path: Path, stream: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a stream, refusing those that no table has."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE:
            raise refuse(path, "the line is longer than a million characters", "", number)
        if "\0" in line:
            raise refuse(
                path,
                "a zero character: the file is damaged or is not text",
                "Export it again as CSV",
                number,
            )
        yield line


def is_repeated_header(row: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a row says the same as the header above it, case and blanks apart."""
    return [cell.strip().casefold() for cell in row] == [cell.strip().casefold() for cell in header]
