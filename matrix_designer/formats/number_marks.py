"""Words that systems write beside a number: a currency, a unit of pieces, a debit.

Knows words only; what is left is read as any other number. Only cells of sales files are freed of
them: what a person types into a grid keeps its own grammar.
"""

from __future__ import annotations

import re

_CURRENCY = r"(?:US|CA|C)?\s?\$|USD|CAD"
_BLANK = r"[\s\u00a0\u202f\u2009]*"
_BEFORE = re.compile(rf"(?:USD|CAD|(?:US|CA|C)\s?\$){_BLANK}(?=[-+\u2212(0-9.,])", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=[-)0-9.,]|[\s\u00a0\u202f\u2009])(?:{_CURRENCY}|DR)$", re.IGNORECASE)
_PIECES = re.compile(r"(?<=[0-9])\s*(?:EA|EACH|PC|PCS|PIECES?)\.?$", re.IGNORECASE)


def without_marks(text: str, *, counts_pieces: bool = False) -> str:
    """Return a cell without the currency around it, or without the unit of its pieces.

    `12.50 $`, `USD 12.50`, `US$ 12.50`, `12.50 DR`; `2 EA` where it counts pieces. Units that
    stand for more than one piece, such as a dozen, are left: such a cell cannot be read.
    """
    shown = text.strip()
    if not shown or (shown[0].isdigit() and shown[-1].isdigit()):
        return text
    if counts_pieces:
        return _PIECES.sub("", shown)
    return _BEHIND.sub("", _BEFORE.sub("", shown, count=1)).strip()
