"""What a command answers, and how it is printed: one JSON object, or text for people.

Knows the forms of the contract (money and pieces as strings, percent as numbers); it does not
know any command.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import amount_text, quantity_text, total_text

FINE, WRONG, UNUSABLE = 0, 1, 2
"""The three exit statuses: fine; done and something is wrong; could not be used."""


class RefusedArgumentError(MatrixDesignerError):
    """Words on the command line that cannot be used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command: the JSON object, the lines for people, the exit status.

    `notes` say what of a design's file was left out or held; people read them beside the answer.
    """

    data: Mapping[str, Any]
    lines: Sequence[str] = field(default_factory=tuple)
    status: int = FINE
    notes: Sequence[str] = field(default_factory=tuple)

    def as_json(self) -> str:
        """Return the object as JSON in plain ASCII, which every terminal and pipe can carry."""
        data = {**self.data, "problems": list(self.notes)} if self.notes else self.data
        return json.dumps(data, indent=1, allow_nan=False)

    def as_text(self) -> str:
        """Return the lines for people."""
        return "\n".join(self.lines)


def amount(value: int | None) -> str | None:
    """Return an amount as the contract writes it, null where there is none."""
    return None if value is None else amount_text(value)


def total(value: int | None) -> str | None:
    """Return an extended sum with two decimals, null where there is none."""
    return None if value is None else total_text(value)


def percent(part: int, whole: int) -> float | None:
    """Return an unrounded percent, null where there is no whole."""
    return float(Fraction(100 * part, whole)) if whole else None


def shown_percent(value: float | None) -> str:
    """Write a percent for people with one decimal, a dash where it is undefined."""
    return "-" if value is None else f"{value:.1f} %"


def shown_total(value: int | None) -> str:
    """Write an extended sum for people."""
    return "-" if value is None else f"${total_text(value)}".replace("$-", "-$")


def shown_pieces(value: int) -> str:
    """Write pieces for people."""
    return quantity_text(value)


def counted(number: int, word: str, plural: str = "") -> str:
    """Write a count with its word: `1 line`, `2 lines`."""
    return f"{number} {word if number == 1 else plural or word + 's'}"


def table(
    rows: Iterable[Sequence[str]], heads: Sequence[str] = (), *, left: Iterable[int] = (0,)
) -> list[str]:
    """Align cells in columns: those of `left` to the left, all others to the right."""
    cells = [list(row) for row in rows]
    if not cells:
        return []
    if heads:
        cells.insert(0, list(heads))
    widths = [max(len(row[place]) for row in cells) for place in range(len(cells[0]))]
    lefts = set(left)
    return [
        "  ".join(
            cell.ljust(width) if place in lefts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
