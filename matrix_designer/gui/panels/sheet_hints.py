"""What is said of names while they are typed: which of them count, and how a comma is meant.

Knows the grammar of names and the runs of a hint; no widget.
"""

from __future__ import annotations

from collections.abc import Sequence

from matrix_designer.gui.grid.columns import Run, Tone

_WORDS = ("descriptions",)
"""Fields whose texts often hold commas of their own: FILTER, OIL."""


def names_hint(names: Sequence[object], text: str, field: str) -> tuple[Run, ...]:
    """Say what names were read; of descriptions, how one with a comma is written."""
    if not names:
        return (Run("read as "), Run("nothing named", Tone.STRONG))
    said = " or ".join(f"\u201c{name}\u201d" for name in names)
    runs = (Run("read as "), Run(said, Tone.STRONG))
    is_parted = field in _WORDS and len(names) > 1 and '"' not in text
    if not is_parted:
        return runs
    one = " ".join(text.split())
    return (*runs, Run("   \u00b7   as one text: "), Run(f'"{one}"', Tone.STRONG))
