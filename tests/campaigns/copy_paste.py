"""Any block copied from the tier grid and pasted where it stood: the identical design.

Run: PYTHONPATH=. python tests/campaigns/copy_paste.py [MATRICES] [BLOCKS] [SEED]
BLOCKS (20) random blocks of each of MATRICES (2,000) random matrices, wrong ones included, are
written as tab-separated text, as an HTML table and in the grid's own exact form, with the marks of
three locales, read back and put where they stood. No edit may follow, no text may stay unread.
Prints what it did; exit 1 on a difference.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from matrix_designer.core.design import Design
from matrix_designer.gui.grid.blocks import Entry, land, texts_of
from matrix_designer.gui.grid.clipboard import (
    Texts,
    read_table,
    read_tabs,
    write_table,
    write_tabs,
)
from matrix_designer.gui.grid.columns import GridSpec
from matrix_designer.gui.grid.selection import Block
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_columns import tier_spec
from matrix_designer.gui.pages.tier_entries import TierLine
from matrix_designer.gui.pages.tier_grid import lines_of
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

MATRICES, BLOCKS = 2_000, 20
LOCALES = (Numbers(), Numbers(",", "."), Numbers(".", "'"))


@dataclass
class Outcome:
    """What a run copied and found."""

    matrices: int = 0
    blocks: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(matrices: int, blocks: int, seed: int) -> Outcome:
    """Copy and paste blocks of random matrices."""
    outcome = Outcome()
    for number in range(matrices):
        rng = seeded(f"{seed} {number}")
        matrix = matrix_of(any_matrix(rng), "main")
        design = Design("random", (matrix,))
        spec = tier_spec(
            LOCALES[number % len(LOCALES)], "now", lambda: "main", lambda *_: None, lambda: None
        )
        lines = lines_of(matrix, None)
        if not lines:
            continue
        outcome.matrices += 1
        for _ in range(blocks):
            block = _any_block(rng, len(lines), len(spec.columns))
            _copy_and_paste(design, spec, lines, block, f"seed {seed} matrix {number}", outcome)
    return outcome


def _any_block(rng: Random, rows: int, columns: int) -> Block:
    if rng.random() < 0.1:
        return Block(0, 0, rows - 1, columns - 1)
    top, bottom = sorted(rng.randrange(rows) for _ in range(2))
    left, right = sorted(rng.randrange(columns) for _ in range(2))
    return Block(top, left, bottom, right)


def _copy_and_paste(
    design: Design,
    spec: GridSpec[TierLine],
    lines: Sequence[TierLine],
    block: Block,
    where: str,
    outcome: Outcome,
) -> None:
    shown = list(range(len(spec.columns)))
    copied = texts_of(spec, lines, (block,), shown)
    if copied is None:
        outcome.wrong.append(f"{where}: {block} was not copied")
        return
    plain, exact = copied
    outcome.blocks += 1
    ways = {
        "tabs": read_tabs(write_tabs(plain)),
        "table": read_table(write_table(plain)),
        "own": exact,
    }
    for way, texts in ways.items():
        if len(texts) != len(plain) or len(texts[0]) != len(plain[0]):
            outcome.wrong.append(f"{where}: {block} came back in another size by {way}")
            continue
        landing = land(spec, lines, _entries(texts, block))
        outcome.cells[way] += landing.cells
        after = design
        for edit in landing.edits:
            after = edit.apply(after)  # type: ignore[attr-defined]
        if after is not design or landing.refused or landing.ask is not None:
            said = landing.refused or landing.ask or landing.edits
            outcome.wrong.append(f"{where}: {block} by {way}: {said}")


def _entries(texts: Texts, block: Block) -> list[Entry]:
    return [
        Entry((block.top + line, block.left + at), text)
        for line, row in enumerate(texts)
        for at, text in enumerate(row)
    ]


def main() -> int:
    """Run the whole campaign and print what it did."""
    matrices = int(sys.argv[1]) if len(sys.argv) > 1 else MATRICES
    blocks = int(sys.argv[2]) if len(sys.argv) > 2 else BLOCKS
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    start = time.monotonic()
    outcome = run(matrices, blocks, seed)
    lines = [
        f"{outcome.blocks:,} blocks of {outcome.matrices:,} matrices, cells: {dict(outcome.cells)}",
        f"{len(outcome.wrong)} wrong, skipped 0, {time.monotonic() - start:.0f} s",
        *outcome.wrong[:20],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if outcome.wrong or not outcome.cells.total() else 0


if __name__ == "__main__":
    sys.exit(main())
