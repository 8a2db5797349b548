"""Runs the checks over a design and parts what is silenced from what is not.

Knows nothing of how a check finds what it finds.
"""

from __future__ import annotations

from matrix_designer.analysis.findings import Finding
from matrix_designer.core.design import Design


def part_silenced(
    design: Design, findings: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that speak and the silenced ones, each in rank order."""
    silenced = {(silence.code, silence.matrix, silence.tier) for silence in design.silences}
    if not silenced:
        return findings, ()
    spoken = tuple(f for f in findings if (f.code, f.matrix, f.tier) not in silenced)
    return spoken, tuple(f for f in findings if (f.code, f.matrix, f.tier) in silenced)
