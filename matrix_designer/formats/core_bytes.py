"""Whether any text of a file may name a core charge, told from its bytes alone.

Knows how such a phrase begins: the word core, a break, and one of a few first letters. It may say
so of a file that names none, never the other way round.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_CASE = 0x20
_WORD = b"core"
_REACH = len(_WORD) + 2
_BREAKS = np.zeros(256, np.bool_)
"""What may stand between the words; all bytes beyond ASCII, which may be blanks, are taken."""
_BREAKS[[*b" \t\v\f\x1c\x1d\x1e\x1f-_/", *range(0x80, 0x100)]] = True
_NEXT = _BREAKS.copy()
"""How what follows the first break may begin: charge, deposit, return, exchange, credit."""
_NEXT[[*b"cdreCDRE"]] = True
_PLURAL = np.zeros(256, np.bool_)
_PLURAL[[*b"sS"]] = True


def may_name_core(
    marks: npt.NDArray[np.uint8],
    codes: npt.NDArray[np.uint8],
    found: npt.NDArray[np.bool_],
    other: npt.NDArray[np.bool_],
) -> bool:
    """Tell it of a piece of whole lines; the last three are arrays of its length to work on."""
    room = len(marks) - _REACH
    if room <= 0:
        return False
    np.bitwise_or(marks, _CASE, out=codes)
    found, other = found[:room], other[:room]
    np.equal(codes[:room], _WORD[0], out=found)
    for place, letter in enumerate(_WORD[1:], 1):
        np.equal(codes[place : place + room], letter, out=other)
        np.logical_and(found, other, out=found)
    ends = np.flatnonzero(found) + len(_WORD)
    first, second = marks[ends], marks[ends + 1]
    said = (_BREAKS[first] & _NEXT[second]) | (_PLURAL[first] & _BREAKS[second])
    return bool(said.any())
