"""Which lines are set aside, and what is noted of the others: the rules, as SQL over a stage.

Knows the closed list and its order; what the texts mean was judged before, and which lines are
duplicates or given back is found beside this module. SQL here only adds, multiplies and compares
integers; the one division makes a unit price from an extended amount, exactly half up.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.money import CENT
from matrix_designer.formats.database import quoted, subquery
from matrix_designer.formats.judging import FALSE, Day, Judged, all_numbers, either
from matrix_designer.formats.staging import GROUPED, MAX_LINE_DOLLARS, MAX_LINE_PIECES, Stage

REASON_CODES = {
    "unreadable": 1,
    "total-line": 2,
    "duplicate": 3,
    "return": 4,
    "zero-quantity": 5,
    "zero-cost": 6,
    "negative-cost": 7,
    "core": 8,
    "internal": 9,
    "warranty": 10,
}
"""How a reason is kept in a file of lines; a number once given never changes."""
MARKS = {
    "cost-precision": 1,
    "damaged-part": 2,
    "damaged-list": 4,
    "price-mismatch": 8,
    "unreadable-date": 16,
}
"""What is noted about a line, as bits of its `marks`; fixed like the codes."""
DUPLICATE, GIVEN_BACK = 1, 2
"""The values of the column `special`."""
HALF_CENT = CENT // 2
_NINES = ("99999900", "999999900", "9999999900")
_NOTHING = "CAST(NULL AS BIGINT)"


def _code(reason: str) -> int:
    return REASON_CODES[reason]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The lines as amounts: a relation, and which of its flags can hold at all.

    Columns: the stage's own, file_row_number, file_line, day, cost_amount, list_amount,
    quantity_amount, sold_amount (extended), unit_sold, marks and early: the code of a reason that
    a line's own cells give before all others, or NULL. Without `has_sold` no line has a sold
    price, and none is missed.
    """

    relation: str
    judged: Judged
    has_days: bool
    has_sold: bool = True

    def constants(self, stage: Stage) -> dict[str, str]:
        """Return SQL for those of the columns to sum by that are the same on every line."""
        constants = {name: "''" for name in GROUPED if name not in stage.fields}
        marks = _marks(stage, self.judged)
        return constants | ({"marks": marks} if "CASE" not in marks else {})

    def reason(self, special: str = "special") -> str:
        """Return SQL for the code of the first reason that applies, NULL for a used line."""
        cases = [
            ("early IS NOT NULL", "early"),
            (f"{special} = {DUPLICATE}", _code("duplicate")),
            (f"quantity_amount < 0 OR {special} = {GIVEN_BACK}", _code("return")),
            ("quantity_amount IS NULL OR quantity_amount = 0", _code("zero-quantity")),
            (_NO_COST, _code("zero-cost")),
            ("cost_amount < 0", _code("negative-cost")),
            ("sold_amount IS NULL" if self.has_sold else FALSE, _code("unreadable")),
            (_flag(self.judged.is_core, "is_core"), _code("core")),
            (_flag(self.judged.is_internal, "is_internal"), _code("internal")),
            (_flag(self.judged.is_warranty, "is_warranty"), _code("warranty")),
        ]
        return _case(cases)


_NO_COST = f"cost_amount IS NULL OR cost_amount BETWEEN {-HALF_CENT} AND {HALF_CENT - 1}"


def _flag(condition: str, name: str) -> str:
    return FALSE if condition == FALSE else name


def _case(cases: list[tuple[str, object]]) -> str:
    """Return a CASE of small codes, leaving out the conditions that never hold."""
    kept = " ".join(f"WHEN {when} THEN {then}" for when, then in cases if when != FALSE)
    return f"CAST(CASE {kept} END AS TINYINT)" if kept else "CAST(NULL AS TINYINT)"


def has_returns(stage: Stage, judged: Judged) -> bool:
    """Tell whether any line has a quantity below zero."""
    return judged.extents["quantity"][0] < 0 and "part" in stage.fields


def make_amounts(
    stage: Stage, judged: Judged, *, has_days: bool, rows: str | None = None
) -> Amounts:
    """Return the lines of a stage as amounts, with the reasons that come first.

    Days are joined only where somebody asks for them. `rows` may be a relation that stands for
    the rows of the stage: with all of its columns that mean anything.
    """
    flags = {
        name: getattr(judged, name)
        for name in (
            *("is_refused", "is_rounded", "is_blank_part", "has_total_word", "is_damaged_part"),
            *("is_core", "is_internal", "is_warranty", "is_no_day"),
        )
    }
    quantity = _believed(judged)
    values = all_numbers(judged)
    columns = [
        "s.*",
        f"{judged.day.value if has_days else Day().value} AS day",
        *(f"{value} AS {field}_read" for field, value in values.items() if field != "quantity"),
        f"{quantity} AS quantity_read",
        *(
            [f"coalesce(abs({values['quantity']}) > {MAX_LINE_PIECES}, false) AS is_huge"]
            if is_huge(judged)
            else []
        ),
        *(f"({condition}) AS {name}" for name, condition in flags.items() if condition != FALSE),
    ]
    joins = f"{judged.joins} {judged.day.join if has_days else ''}"
    source = rows or stage.numbered
    read = subquery(columns, f"{source} s {joins}", _data_rows(stage, judged))
    amounts = subquery(["*", *_amounts(stage)], read)
    relation = subquery(
        ["*", f"{_early(stage, judged)} AS early", f"{_marks(stage, judged)} AS marks"], amounts
    )
    return Amounts(relation, judged, has_days, has_sold(stage))


def has_sold(stage: Stage) -> bool:
    """Tell whether a file says for how much its lines were sold."""
    return not stage.fields.isdisjoint({"sold", "extended_sold"})


def _believed(judged: Judged) -> str:
    """Return SQL for the quantity, NULL where it is too large for exact products."""
    quantity = judged.values["quantity"]
    if not is_huge(judged):
        return quantity
    return f"CASE WHEN abs({quantity}) <= {MAX_LINE_PIECES} THEN {quantity} END"


def is_huge(judged: Judged) -> bool:
    """Tell whether any quantity is too large to be believed."""
    return max(map(abs, judged.extents["quantity"])) > MAX_LINE_PIECES


def _data_rows(stage: Stage, judged: Judged) -> str:
    """Return SQL that leaves out blank rows and repeated headers, where there can be any."""
    is_header = FALSE
    if judged.is_refused != FALSE and stage.odd.issuperset(stage.header):
        is_header = " AND ".join(
            f"coalesce(lower(trim(s.{field}_odd)) = {quoted(text.lower())}, false)"
            for field, text in stage.header.items()
        )
    no_row = either([judged.is_blank_row, is_header])
    return "" if no_row == FALSE else f"WHERE NOT ({no_row})"


def _amounts(stage: Stage) -> list[str]:
    """Return SQL for unit cost, list, pieces, dollars and the unit price for comparison.

    Unit cost is the truth for cost; an extended amount is for sold dollars, and the unit price
    is then derived from it.
    """
    cost, sold, unit = "cost_read", "sold_read * quantity_read", "sold_read"
    if "extended_cost" in stage.fields:
        cost = f"coalesce(cost_read, {_ratio('extended_cost_read', 'quantity_read')})"
    if "extended_sold" in stage.fields:
        sold = f"coalesce(extended_sold_read, {sold})"
        unit = f"coalesce({_ratio('extended_sold_read', 'quantity_read')}, sold_read)"
    return [
        f"{cost} AS cost_amount",
        "CASE WHEN list_read > 0 THEN list_read END AS list_amount",
        "quantity_read AS quantity_amount",
        f"{sold} AS sold_amount",
        f"{unit} AS unit_sold",
    ]


def _ratio(numerator: str, denominator: str) -> str:
    """Return SQL for a unit amount from an extended one, half up: integers throughout."""
    top, size = f"({numerator} * CAST(sign({denominator}) AS BIGINT))", f"abs({denominator})"
    up = f"(2 * {top} + {size}) // (2 * {size})"
    down = f"-((-2 * {top} + {size} - 1) // (2 * {size}))"
    return f"CASE WHEN {denominator} <> 0 THEN CASE WHEN {top} >= 0 THEN {up} ELSE {down} END END"


def _early(stage: Stage, judged: Judged) -> str:
    """Return SQL for the code of what a line's own cells say before all else.

    A total's word where no part stands is read for what it is, whatever stands beside it.
    """
    refused = [_flag(judged.is_refused, "is_refused"), *too_large(judged)]
    if is_huge(judged):
        refused.append("is_huge")
    has_part = "part" in stage.fields
    blank = _flag(judged.is_blank_part, "is_blank_part")
    total = _flag(judged.has_total_word, "has_total_word")
    no_part = FALSE if blank == FALSE or not has_part else f"{blank} AND ({_NO_COST})"
    cases: list[tuple[str, object]] = [
        (FALSE if FALSE in (blank, total) else f"{blank} AND {total}", _code("total-line")),
        (either(refused), _code("unreadable")),
        (no_part, _code("total-line")),
    ]
    return _case(cases)


def too_large(judged: Judged) -> list[str]:
    """Return SQL for more dollars on a line than are believed; nothing where none can be."""

    def most(field: str) -> int:
        return max(map(abs, judged.extents.get(field, (0, 0))))

    pieces = min(most("quantity"), MAX_LINE_PIECES)
    can_be = {
        "sold_amount": max(most("sold") * pieces, most("extended_sold")),
        "cost_amount * quantity_amount": max(most("cost") * pieces, most("extended_cost")),
    }
    return [
        f"coalesce(abs({dollars}) > {MAX_LINE_DOLLARS}, false)"
        for dollars, greatest in can_be.items()
        if greatest > MAX_LINE_DOLLARS
    ]


def _marks(stage: Stage, judged: Judged) -> str:
    """Return SQL for the bits of what is noted about a line."""
    pairs = (("extended_sold", "sold"), ("extended_cost", "cost"))
    differs = either(
        f"coalesce(abs({extended}_read - {unit}_read * quantity_read) "
        f"> {CENT} * abs(quantity_read), false)"
        for extended, unit in pairs
        if extended in stage.fields and unit in stage.fields
    )
    cut = FALSE
    if "extended_cost" in stage.fields:
        cut = "coalesce(cost_read IS NULL AND cost_amount * quantity_read <> extended_cost_read,"
        cut += " false)"
    least, most = judged.extents.get("list", (0, 0))
    nines = ", ".join(_NINES)
    has_damage = least < 0 or most >= int(_NINES[0])
    conditions = {
        "cost-precision": either([_flag(judged.is_rounded, "is_rounded"), cut]),
        "damaged-part": _flag(judged.is_damaged_part, "is_damaged_part"),
        "damaged-list": f"coalesce(list_read < 0 OR list_read IN ({nines}), false)"
        if has_damage
        else FALSE,
        "price-mismatch": differs,
        "unreadable-date": _flag(judged.is_no_day, "is_no_day"),
    }
    bits = [
        f"CASE WHEN {when} THEN {MARKS[mark]} ELSE 0 END"
        for mark, when in conditions.items()
        if when != FALSE
    ]
    return f"CAST({' + '.join(bits) or '0'} AS INTEGER)"
