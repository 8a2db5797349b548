"""Which part of the cost axis shows: zoomed about a place, moved, held within what costs can be.

Pure: spans are pairs of log10 dollars.
"""

from __future__ import annotations

Span = tuple[float, float]

LOWEST, HIGHEST = -2.0, 6.0
"""The least and greatest cost that shows: $0.01 and $1,000,000."""
NARROWEST = 0.08
"""The least width of a span, in decades."""
NOTCH = 1.25
"""By how much one notch of the wheel zooms."""


def zoomed(span: Span, about: float, factor: float) -> Span:
    """Return a span `factor` times as narrow, with the place `about` where it was on screen."""
    low, high = span
    width = min(max((high - low) / factor, NARROWEST), HIGHEST - LOWEST)
    part = (min(max(about, low), high) - low) / (high - low)
    first = about - part * width if low <= about <= high else low
    return _held(first, width)


def moved(span: Span, by: float) -> Span:
    """Return a span moved by so many decades, no further than costs go."""
    low, high = span
    return _held(low + by, high - low)


def _held(first: float, width: float) -> Span:
    low = min(max(first, LOWEST), HIGHEST - width)
    return low, low + width
