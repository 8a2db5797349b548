"""Lines that are alike added up before anything is worked out of them, in a bare stage.

Knows on what the reason and the marks of a line depend: what it says, and whether its quantity is
above zero. It does not know the reasons.
"""

from __future__ import annotations

from matrix_designer.formats.database import subquery
from matrix_designer.formats.judging import FALSE, Judged
from matrix_designer.formats.set_aside import too_large
from matrix_designer.formats.special import NOT_SPECIAL, Special
from matrix_designer.formats.staging import Stage


def can_be_alike(stage: Stage, judged: Judged) -> bool:
    """Tell whether what is worked out of a line may depend on its quantity's sign only.

    Not where the dollars of a line may be too many, or a price comes from extended dollars.
    """
    has_extended = any(field.startswith("extended") for field in stage.numbers)
    return stage.words is not None and not has_extended and not too_large(judged)


def add_up_alike(stage: Stage, judged: Judged, special: Special) -> str:
    """Return the lines that are alike added up, as a relation of rows of the stage.

    It has `lines` and `pieces`, the sum of the quantities, beside the columns that tell lines
    apart; `quantity` is the quantity itself where it is not above zero, else the least above.
    """
    apart = [f"s.{field}" for field in stage.numbers if field != "quantity"]
    apart += ["least(s.quantity, 1) AS quantity"]
    apart += ["s.kind"] if stage.has_kinds else []
    has_looks = "looks" in judged.joins
    apart += ["s.look"] if has_looks else []
    if judged.is_no_day != FALSE:
        apart.append(f"CASE WHEN {judged.is_no_day} THEN s.day_text END AS day_text")
    rows = f"{stage.rows if has_looks else stage.relation} s"
    if special.has_any:
        rows = f"{stage.rows} s {special.join('s')}"
        apart.append("p.special")
    sums = ["count(*) AS lines", "sum(s.quantity) AS pieces"]
    added = subquery([*apart, *sums], rows, "GROUP BY ALL")
    return added if special.has_any else subquery(["*", NOT_SPECIAL], added)
