"""Writes a synthetic history of any size as CSV, and prints what is in it.

Run: python tests/benchmarks/_make_history.py OUT.csv [LINES] [PARTS]
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np

from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.money import DOLLAR, PIECE
from matrix_designer.core.sample import COLUMNS, DAYS, FIRST_DAY, PAY_TYPES, PEOPLE, SampleLines
from matrix_designer.core.sample_history import PARTS, history_chunks
from matrix_designer.core.sample_parts import CLASSES, SOURCES

LINES = 10_000_000


def write_history(path: Path, lines: int = LINES, parts: int = PARTS) -> dict[str, int]:
    """Write the history; returns what is in it: lines, parts, distinct (source, cost, list)."""
    distinct = np.zeros((0, 3), dtype=np.int64)
    sold = np.zeros(parts, dtype=np.bool_)
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(",".join(COLUMNS) + "\r\n")
        for chunk in history_chunks(lines, parts=parts):
            file.write("\r\n".join(map(",".join, zip(*_columns(chunk), strict=True))) + "\r\n")
            keys = np.stack((chunk.parts.source[chunk.part], chunk.cost, chunk.list_price), axis=1)
            distinct = np.unique(np.concatenate((distinct, np.unique(keys, axis=0))), axis=0)
            sold[chunk.part] = True
    return {"lines": lines, "parts": int(sold.sum()), "source, cost, list": len(distinct)}


def _columns(chunk: SampleLines) -> tuple[list[str], ...]:
    """Write the columns of a chunk as text, through the few distinct values of each."""
    parts = chunk.parts
    days = [(FIRST_DAY + dt.timedelta(days=day)).isoformat() for day in range(DAYS)]
    words = ['"' + text + '"' for text in parts.descriptions]
    return (
        list(map(str, chunk.ro.tolist())),
        list(map(str, chunk.line.tolist())),
        _named(days, chunk.day),
        _named(PAY_TYPES, chunk.pay),
        _named(PEOPLE, chunk.person),
        _named(SOURCES, parts.source[chunk.part]),
        _named(CLASSES, parts.sale_class[chunk.part]),
        _named(parts.numbers, chunk.part),
        _named(words, chunk.part),
        _numbers(chunk.cost, DOLLAR, 4),
        ["" if text[0] == "-" else text for text in _numbers(chunk.list_price, DOLLAR, 4)],
        _numbers(chunk.quantity, PIECE, 3),
        _numbers(chunk.sold, DOLLAR, 2),
    )


def _named(names: list[str] | tuple[str, ...], codes: Ints) -> list[str]:
    return [names[code] for code in codes.tolist()]


def _numbers(values: Ints, unit: int, decimals: int) -> list[str]:
    """Write numbers through their distinct values; a missing one is negative."""
    distinct, places = np.unique(values, return_inverse=True)
    texts = [
        "-" if value == MISSING else _text(value, unit, decimals) for value in distinct.tolist()
    ]
    return [texts[place] for place in places.tolist()]


def _text(value: int, unit: int, decimals: int) -> str:
    """Write one number: 213800 -> `21.38`, 375 -> `0.0375`, 4500 pieces -> `4.5`."""
    whole, rest = divmod(value, unit)
    width = len(str(unit)) - 1
    text = f"{rest:0{width}d}"[:decimals].rstrip("0")
    least = 0 if unit == PIECE else 2
    text = text.ljust(least, "0")
    return f"{whole}.{text}" if text else str(whole)


def main() -> int:
    """Write the file named on the command line."""
    path = Path(sys.argv[1])
    numbers = [int(word) for word in sys.argv[2:]]
    start = time.perf_counter()
    told = write_history(path, *numbers)
    seconds = time.perf_counter() - start
    for name, count in told.items():
        sys.stdout.write(f"{count:>12,}  {name}\n")
    sys.stdout.write(f"{path.stat().st_size:>12,}  bytes, written in {seconds:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
