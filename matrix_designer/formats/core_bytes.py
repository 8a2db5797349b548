"""Whether any text of a file may name a core charge, told from its bytes alone.

Knows how such a phrase begins: the word core, a break, and one of a few first letters. It may say
so of a file that names none, never the other way round.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matrix_designer.formats.byte_places import places_of

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
    lower: npt.NDArray[np.uint8],
    found: npt.NDArray[np.bool_],
    other: npt.NDArray[np.bool_],
) -> bool:
    """Tell it of a piece of whole lines, also given with small letters.

    The last two are arrays of its length to work on.
    """
    room = len(marks) - _REACH
    if room <= 0:
        return False
    found, other = found[:room], other[:room]
    np.equal(lower[:room], _WORD[0], out=found)
    for place, letter in enumerate(_WORD[1:-1], 1):
        np.equal(lower[place : place + room], letter, out=other)
        np.logical_and(found, other, out=found)
    starts = places_of(found)
    starts = starts[lower[starts + len(_WORD) - 1] == _WORD[-1]]
    first, second = marks[starts + len(_WORD)], marks[starts + len(_WORD) + 1]
    said = (_BREAKS[first] & _NEXT[second]) | (_PLURAL[first] & _BREAKS[second])
    return bool(said.any())
