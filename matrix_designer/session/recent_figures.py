"""What a design came to when it was last open here, as values and as a text to be kept.

Knows a Summary and which version of a file it was made of; it opens no file. A text that is no
such record means that nothing is known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.summary import Summary

_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class RecentFigures:
    """GP % (None without sales) and findings, of the file with that size and time (ns)."""

    size: int
    modified: int
    gp: float | None
    errors: int
    warnings: int
    advice: int

    @classmethod
    def of(cls, summary: Summary, *, size: int, modified: int) -> RecentFigures:
        """Pick out of a summary what the list of recent files tells."""
        counts = (summary.findings.get(severity, 0) for severity in Severity)
        return cls(size, modified, summary.gp_proposed, *counts)


def figures_text(figures: Mapping[Path, RecentFigures]) -> str:
    """Write the figures of some files as one text."""
    return json.dumps({str(file): astuple(found) for file, found in figures.items()})


def read_figures(text: str) -> dict[Path, RecentFigures]:
    """Return the figures that a text holds; what is none is left out."""
    try:
        held: Any = json.loads(text)
        records = list(held.items())
    except (ValueError, AttributeError, RecursionError):
        return {}
    read = ((Path(file), _record(record)) for file, record in records)
    return {file: found for file, found in read if found is not None}


def _record(record: Any) -> RecentFigures | None:
    try:
        size, modified, gp, *counts = record
        whole = [int(each) for each in (size, modified, *counts)]
        share = None if gp is None else float(gp)
        figures = RecentFigures(whole[0], whole[1], share, *whole[2:])
    except (TypeError, ValueError, OverflowError):
        return None
    is_finite = share is None or math.isfinite(share)
    return figures if is_finite and all(0 <= each < _LIMIT for each in whole) else None
