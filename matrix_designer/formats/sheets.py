"""Which sheets of a workbook may be the one that is meant: its lines, not what they add up to.

Knows names of sheets and the fields that each has; which one it is, is asked somewhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

_FINEST, _PARTS = 2, 1


def finest(sheets: Mapping[str, Collection[str]]) -> tuple[tuple[str, ...], str]:
    """Return the sheets with the finest lines, and what is told of others.

    A pivot table, a summary by store or the labor beside the parts has no part numbers; a ranking
    of parts has neither ROs nor days.
    """
    grains = {name: _grain(fields) for name, fields in sheets.items()}
    most = max(grains.values(), default=0)
    kept = tuple(name for name, grain in grains.items() if grain == most)
    others = [f"“{name}”" for name in sheets if name not in kept]
    if not others:
        return kept, ""
    lacks = "part numbers with dates or ROs" if most == _FINEST else "part numbers"
    lines = f"the lines of “{kept[0]}” have {lacks}"
    if len(others) == 1:
        return kept, f"Sheet {others[0]} is left out: {lines}, and it has not"
    listed = f"{', '.join(others[:-1])} and {others[-1]}"
    return kept, f"Sheets {listed} are left out: {lines}, and they have not"


def _grain(fields: Collection[str]) -> int:
    if "part" not in fields:
        return 0
    return _FINEST if "ro" in fields or "date" in fields else _PARTS
