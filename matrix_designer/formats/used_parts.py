"""The parts of the lines that are used, told by the numbers of a bare stage as they stand there.

Knows the same reasons as `set_aside`, for a history in which nothing else can set a line aside:
the engine looks through plain comparisons three times as fast as through the first reason of each
line. It says nothing where any line could have another reason.
"""

from __future__ import annotations

from matrix_designer.formats.alike import can_be_alike
from matrix_designer.formats.database import subquery
from matrix_designer.formats.judging import FALSE, Judged
from matrix_designer.formats.set_aside import HALF_CENT, has_sold, is_huge
from matrix_designer.formats.special import Special
from matrix_designer.formats.staging import BLANK, Stage


def used_parts(stage: Stage, judged: Judged, special: Special) -> str | None:
    """Return the keys of the parts of used lines as a relation; None where more must be known.

    An empty cell is far below zero there.
    """
    can_refuse = judged.is_refused != FALSE or is_huge(judged)
    is_plain = can_be_alike(stage, judged) and not (judged.joins or special.has_any or can_refuse)
    if not is_plain or not {"part", "cost", "quantity"} <= stage.fields:
        return None
    used = ["s.quantity > 0", f"s.cost >= {HALF_CENT}"]
    used += [f"s.sold <> {BLANK}"] if has_sold(stage) else []
    others = (judged.is_core, judged.is_internal, judged.is_warranty)
    used += [f"NOT ({condition})" for condition in others if condition != FALSE]
    return subquery(["part_key"], f"{stage.relation} s", f"WHERE {' AND '.join(used)}")
