"""The child process that reads one workbook under a cap on memory.

Says what it finds on standard output, one JSON array per line: a sheet's name, a row, an error,
or that it is done. It may die at any time; the parent draws the conclusion.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from decimal import Decimal

MEMORY = 1536 << 20
"""Bytes of address space that reading a workbook may take."""


def main(arguments: list[str]) -> int:
    """Read the workbook named by the only argument; returns 0 even when it was refused."""
    _cap_memory()
    try:
        _tell(arguments[0])
    except MemoryError:
        _say("error", "the workbook needs more memory than a table may")
    sys.stdout.flush()
    return 0


def _tell(path: str) -> None:
    import python_calamine as calamine

    from matrix_designer.formats.percent_cells import percent_cells

    try:
        with open(path, "rb") as file:  # noqa: PTH123 - keep the child's imports few
            book = calamine.CalamineWorkbook.from_filelike(file)
        percents = percent_cells(path)
        for sheet in book.sheets_metadata:
            if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            _say("sheet", sheet.name)
            shown = percents.get(sheet.name, frozenset())
            page = book.get_sheet_by_name(sheet.name)
            left = [""] * (page.start[1] if page.start is not None else 0)
            for number, row in enumerate(page.iter_rows(), 1):
                cells = [cell_text(cell) for cell in row]
                if shown:
                    _show_percents(cells, row, shown, (number, len(left) + 1))
                while cells and not cells[-1].strip():
                    cells.pop()
                if cells:
                    _say("row", number, left + cells)
    except calamine.PasswordError:
        _say("error", "the workbook is encrypted; save it without a password")
    except (calamine.CalamineError, OSError, ValueError) as error:
        _say("error", f"the workbook cannot be read ({_short(error)})")
    else:
        _say("done")


def _show_percents(
    cells: list[str],
    row: Sequence[object],
    shown: frozenset[tuple[int, int]],
    first: tuple[int, int],
) -> None:
    """Write the numbers of a row that its sheet shows as percent; `first` is its first place."""
    number, column = first
    for at, cell in enumerate(row):
        if isinstance(cell, float) and (number, column + at) in shown:
            cells[at] = percent_text(cell)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _say(kind: str, *values: object) -> None:
    sys.stdout.write(json.dumps([kind, *values]) + "\n")


def cell_text(cell: object) -> str:
    """Write a cell as text: numbers plain, with at most 15 digits, as a sheet shows them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.datetime):
        is_midnight = cell.time() == dt.time()
        return cell.date().isoformat() if is_midnight else cell.isoformat(" ")
    return str(cell)


def percent_text(cell: float) -> str:
    """Write a number that a sheet shows as percent the way it is shown: 1.5 -> `150%`."""
    return f"{number_text(cell * 100)}%"


def number_text(number: float) -> str:
    """Write a double with 15 significant digits and no exponent."""
    text = format(Decimal(format(number, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cap_memory() -> None:
    """Limit the address space of this process, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
