"""What the first rows of a file leave in doubt though its columns are named: asked, never guessed.

Money in digits only may have decimals that nobody wrote, and a column called “Sold” or “Total”
may count pieces. Knows texts and columns; how it is asked is somebody else's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.columns import Columns, plain_name
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.net_price import doubtful_net
from matrix_designer.formats.other_tables import Table
from matrix_designer.formats.return_marks import ReturnMarks, find_marks, said_of, shown_mark
from matrix_designer.formats.settling import Settled

MONEY = ("cost", "extended_cost", "list", "sold", "extended_sold")
_ROWS = 200
_ALIKE = 0.9
_SHORTEST = 3
"""So many digits at least have decimals and one before them."""
_FEWEST_LINES, _FEWEST_AMOUNTS = 20, 15
_MOST_PIECES = 10_000
_FEWEST_COUNTS = 5
_NAMES = 6
_UNDER_COST = 3
"""One line in so many, at least, would have been sold below its cost if counts were dollars."""
_MAY_COUNT = frozenset(map(plain_name, ("sold", "sales", "sale", "total", "ext", "net sales")))
"""Names of sold dollars that many systems give to the pieces sold."""
Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Doubts:
    """The fields of money whose decimals nobody told, and the field that may count pieces.

    `net` is a column called Net that may be the cost or what was charged, `marks` one whose words
    may mark returns. Of several `tables` or `sheets` nobody said which is meant.
    """

    decimals: tuple[str, ...] = ()
    pieces: str = ""
    net: int | None = None
    marks: ReturnMarks | None = None
    tables: tuple[Table, ...] = ()
    sheets: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything has to be asked."""
        return self != _NO_DOUBTS


_NO_DOUBTS = Doubts()


class DoubtfulColumnsError(MatrixDesignerError):
    """A file does not tell what some of its columns mean; somebody has to."""

    def __init__(self, path: Path, doubts: Doubts, title: str, detail: str, hint: str) -> None:
        """Name the file, what is in doubt, and how to say it."""
        super().__init__(f"{path.name}: {title}", detail, hint)
        self.path = path
        self.found = doubts


def doubts_of(
    columns: Columns, cells: Cells, told: Collection[str], decimals: Collection[str]
) -> Doubts:
    """Look for doubts in the first rows of a file.

    `told` are the fields that somebody said something about, `decimals` those whose decimals are
    known.
    """
    first = 0 if columns.row is None else columns.row + 1
    rows = cells[first : first + _ROWS]
    texts = {
        name: [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        for name, place in columns.places.items()
        if name in {*MONEY, "quantity"} and name not in columns.labels
    }
    net = doubtful_net(columns, cells, told)
    return Doubts(_decimals(texts, decimals), _pieces(columns, rows, texts, told), net)


def doubts_in(settled: Settled, mapping: SalesMapping) -> Doubts:
    """Look for doubts in a file as it was settled; a published layout leaves none."""
    if settled.layout is not None:
        return Doubts()
    known = {*mapping.implied, *mapping.cents}
    told = {*mapping.columns, *mapping.positions}
    cells = [cells for _, cells in settled.rows]
    if mapping.sheet is None and len(settled.sheets) > 1:
        return Doubts(sheets=settled.sheets)
    if mapping.header is None and (tables := _tables(settled)):
        return Doubts(tables=tables)
    if not settled.is_settled:
        return Doubts(net=doubtful_net(settled.columns, cells, told))
    found = doubts_of(settled.columns, cells, told, known)
    marks = find_marks(settled.columns, cells) if mapping.returns is None else None
    return found if marks is None or marks.is_sure else replace(found, marks=marks)


def has_sales(settled: Settled) -> bool:
    """Tell whether a sheet has lines of sales: all columns that are needed, and rows below."""
    first = 0 if settled.columns.row is None else settled.columns.row + 1
    is_known = settled.is_history and settled.is_settled and not settled.columns.is_sold_unknown
    return is_known and len(settled.rows) > first


def _tables(settled: Settled) -> tuple[Table, ...]:
    """Return the tables of which one is meant, in their order; none where one is read alone."""
    others = [table for table in settled.tables if table.may_be_meant]
    if not others or settled.columns.row is None:
        return ()
    line = settled.rows[settled.columns.row][0]
    names = tuple(" ".join(text.split()) for text in settled.columns.header)
    return tuple(sorted((*others, Table(line, names)), key=_line_of))


def _line_of(table: Table) -> int:
    return table.line


def _decimals(texts: Mapping[str, Sequence[str]], known: Collection[str]) -> tuple[str, ...]:
    """Return the fields of money in digits only, as if the last ones were decimals.

    Zeros in front tell it of a column alone; else all of them are so, over many amounts.
    """
    money = {name: [_bare(text) for text in texts[name]] for name in MONEY if texts.get(name)}
    asked = [name for name in money if name not in known]
    if asked and len(asked) == len(money) and all(map(_is_whole, money.values())):
        return tuple(asked)
    return tuple(name for name in asked if is_padded(money[name]))


def _bare(text: str) -> str:
    return text.lstrip("+-$ ").rstrip("- ")


def _is_whole(texts: Sequence[str]) -> bool:
    """Tell whether many different amounts have no decimals, not one of them."""
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    marked = any("." in text or "," in text for text in texts if any(map(str.isdigit, text)))
    is_many = len(digits) >= _FEWEST_LINES and len(set(digits)) >= _FEWEST_AMOUNTS
    return is_many and not marked and len(digits) >= _ALIKE * len(texts)


def is_padded(texts: Sequence[str]) -> bool:
    """Tell whether nearly all texts are digits of one length, some of them with zeros in front."""
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    if not digits or len(digits) < _ALIKE * len(texts) or len(digits[0]) < _SHORTEST:
        return False
    return len(set(map(len, digits))) == 1 and any(text.startswith("0") for text in digits)


def _pieces(
    columns: Columns, rows: Cells, texts: Mapping[str, Sequence[str]], told: Collection[str]
) -> str:
    """Return the field of sold dollars whose name and small whole numbers may be of pieces."""
    for name in ("sold", "extended_sold"):
        place = columns.places.get(name)
        if place is None or name in told or not columns.header or "cost" not in texts:
            continue
        is_named = plain_name(columns.name(place)) in _MAY_COUNT
        is_likely = is_named and any("." in one for one in texts["cost"])
        if is_likely and are_counts(texts[name]) and _are_low(rows, place, columns.places["cost"]):
            return name
    return ""


def are_counts(texts: Sequence[str]) -> bool:
    """Tell whether all numbers of a column are small and whole, without a mark of money."""
    numbers = [text for text in texts if any(map(str.isdigit, text))]
    counts = [text.lstrip("-") for text in numbers if text.lstrip("-").isdigit()]
    is_all = len(counts) >= _FEWEST_COUNTS and len(counts) == len(numbers)
    return is_all and all(int(text) < _MOST_PIECES for text in counts)


def _are_low(rows: Cells, place: int, cost: int) -> bool:
    """Tell whether many counts are less than the dollars of cost beside them, unlike prices."""
    pairs = [
        (int(row[place].strip().lstrip("-")), _bare(row[cost].strip()).partition(".")[0])
        for row in rows
        if max(place, cost) < len(row) and row[place].strip().lstrip("-").isdigit()
    ]
    low = [count < int(dollars) for count, dollars in pairs if dollars.isdigit()]
    return sum(low) * _UNDER_COST >= len(low) > 0


def refuse_doubts(path: Path, columns: Columns, doubts: Doubts) -> None:
    """Ask about what is in doubt; raises DoubtfulColumnsError."""
    if doubts.sheets:
        refuse_sheets(path, doubts.sheets)
    if doubts.tables:
        refuse_tables(path, doubts.tables)
    if doubts.net is not None:
        _refuse_net(path, columns, doubts.net)
    if doubts.decimals:
        named = [f"“{columns.name(columns.places[name])}”" for name in doubts.decimals]
        said = ", ".join(f"{name} = 2" for name in doubts.decimals)
        raise DoubtfulColumnsError(
            path,
            doubts,
            f"{_listed(named)} {'has' if len(named) == 1 else 'have'} digits only, and nothing "
            "tells how many of them are decimals",
            "",
            f"Say it in a mapping file, such as implied = {{{said}}} for cents or 0 for whole "
            "dollars, and use import --map",
        )
    if doubts.pieces:
        name = columns.name(columns.places[doubts.pieces])
        raise DoubtfulColumnsError(
            path,
            doubts,
            f"“{name}” has small whole numbers only: it may be dollars, or count the pieces sold",
            "",
            f'Say {doubts.pieces} = "{name}" in a mapping file if it is dollars, or quantity = '
            f'"{name}" if it counts the pieces, and use import --map',
        )

    if doubts.marks is not None:
        refuse_marks(path, columns, doubts.marks)


def refuse_marks(path: Path, columns: Columns, found: ReturnMarks) -> None:
    """Ask which lines are returns; raises DoubtfulColumnsError."""
    name, word = columns.name(found.column), shown_mark(found.marks[0])
    is_named = found.column < len(columns.header) and columns.header[found.column].strip()
    column = f'"{name}"' if is_named else f"{found.column + 1}"
    raise DoubtfulColumnsError(
        path,
        Doubts(marks=found),
        f"“{name}” {said_of(found)}: they may be returns",
        "",
        f'Say returns = {{column = {column}, marked = ["{word}"]}} in a mapping file, or '
        "marked = [] if all lines are sales, and use import --map",
    )


def refuse_sheets(path: Path, sheets: Sequence[str]) -> None:
    """Ask which of several sheets is meant; raises DoubtfulColumnsError."""
    named = _listed([f"“{sheet}”" for sheet in sheets])
    raise DoubtfulColumnsError(
        path,
        Doubts(sheets=tuple(sheets)),
        f"its sheets {named} have sales lines",
        "One sheet is read",
        f'Say sheet = "{sheets[0]}" in a mapping file and use import --map; save sheets that are '
        "all wanted as files of their own",
    )


def refuse_tables(path: Path, tables: Sequence[Table]) -> None:
    """Ask which of several tables is meant; raises DoubtfulColumnsError."""
    named = [table for table in tables if table.line]
    bare = next((table for table in tables if not table.line), None)
    lines = " or ".join(f"header = {table.line}" for table in named)
    say = f"Say {lines} in a mapping file and use import --map"
    if bare is not None:
        title = f"{bare.rows} rows above the header on line {named[0].line} look like sales lines"
        detail, hint = "They would be left out", f"{say}, or put the header above them"
    else:
        title = f"it has {len(named)} tables whose columns differ"
        shown = (f"line {table.line} ({', '.join(shown_names(table))})" for table in named)
        detail = f"Their headers: {'; '.join(shown)}"
        hint = f"{say}; put tables that are all wanted into files of their own"
    raise DoubtfulColumnsError(path, Doubts(tables=tuple(tables)), title, detail, hint)


def shown_names(table: Table) -> list[str]:
    """Return the first names of a table."""
    names = [name for name in table.names if name.strip()]
    return [*names[:_NAMES], *(["…"] if len(names) > _NAMES else [])]


def _refuse_net(path: Path, columns: Columns, net: int) -> None:
    name = columns.name(net)
    if columns.places.get("cost") == net:
        raise DoubtfulColumnsError(
            path,
            Doubts(net=net),
            f"“{name}” may be the cost, or what was charged after a discount",
            "Its numbers do not tell which",
            f'Say cost = "{name}" in a mapping file, or sold = "{name}" for the sold price of one '
            f'piece, extended_sold = "{name}" for that of the whole line, and use import --map',
        )
    field = "extended_sold" if "extended_sold" in columns.places else "sold"
    price = columns.name(columns.places[field])
    raise DoubtfulColumnsError(
        path,
        Doubts(net=net),
        f"“{price}” and “{name}” differ, and both may be what was charged",
        "",
        f'Say {field} = "{price}" in a mapping file, or extended_sold = "{name}" for the whole '
        f'line, or sold = "{name}" and extended_sold = "" for one piece, and use import --map',
    )


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
