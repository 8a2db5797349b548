"""Where in some bytes a thing stands, found without a step for each of them.

Knows bytes and places; it does not know files.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matrix_designer.core.evidence import Ints

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
_WORD = 8
_IN_WORD = np.arange(_WORD)
_EDGES = np.zeros(256, np.bool_)
_EDGES[[*b',;|\t"\r\n']] = True
_ZERO, _NINE, _FEED = np.frombuffer(b"09\n", np.uint8)
_MOST_BEFORE, _MOST_ZEROS, _LEAST_BEHIND, _MOST_BEHIND = 8, 4, 3, 9
_LEFT = np.arange(-1, -_MOST_BEFORE - 2, -1)
_RIGHT = np.arange(1, _MOST_ZEROS + _MOST_BEHIND + 2)


def places_of(flags: Flags) -> Ints:
    """Return where few flags of many are set; eight are looked at together."""
    whole = len(flags) // _WORD * _WORD
    words = np.flatnonzero(flags[:whole].view(np.uint64) != 0)
    near: Ints = (words[:, None] * _WORD + _IN_WORD).ravel()
    return np.concatenate((near[flags[near]], np.flatnonzero(flags[whole:]) + whole))


def overflows(marks: Bytes, places: Ints) -> Flags:
    """Tell of each `e` of some lines whether its cell is a number that no reader takes.

    A part number such as 99E9864499: as a number it would be refused, not misread. Cells end at a
    delimiter, a quote or a line's end.
    """
    left, right = _around(marks, places, _LEFT), _around(marks, places, _RIGHT)
    before, is_something = _run_of_digits(left), _first_not_zero(left)
    behind, zeros = _run_of_digits(right), _first_not_zero(right)
    rows = np.arange(len(left))
    found: Flags = (
        (before >= 1)
        & (before <= _MOST_BEFORE)
        & (is_something < before)
        & _EDGES[left[rows, np.minimum(before, _MOST_BEFORE)]]
        & (zeros <= _MOST_ZEROS)
        & (behind - zeros >= _LEAST_BEHIND)
        & (behind - zeros <= _MOST_BEHIND)
        & _EDGES[right[rows, np.minimum(behind, right.shape[1] - 1)]]
    )
    return found


def _around(marks: Bytes, places: Ints, steps: Ints) -> Bytes:
    """Return the bytes so many steps from each place, a line's end beyond the first and last."""
    at = places[:, None] + steps
    is_inside = (at >= 0) & (at < len(marks))
    return np.where(is_inside, marks[np.where(is_inside, at, 0)], _FEED)


def _run_of_digits(texts: Bytes) -> Ints:
    """Return how many digits each row starts with."""
    is_other = (texts < _ZERO) | (texts > _NINE)
    return _first(is_other)


def _first_not_zero(texts: Bytes) -> Ints:
    """Return how many zeros each row starts with."""
    return _first(texts != _ZERO)


def _first(flags: Flags) -> Ints:
    """Return the place of the first flag of each row; the row's length where none is set."""
    found: Ints = np.where(flags.any(axis=1), flags.argmax(axis=1), flags.shape[1])
    return found
