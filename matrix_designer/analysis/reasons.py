"""Why lines are set aside or noted: the closed list, each reason with its rule in words.

Knows the reasons by their names; which lines they hold for was found on import.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason or note: what people call it, its rule, and the switch that uses its lines."""

    code: str
    title: str
    rule: str
    switch: str = ""


SET_ASIDE = (
    Reason(
        "unreadable",
        "Unreadable",
        "A number that counts cannot be read, or is too large to be believed: cost, list, "
        "quantity or sold price. The file, or what its columns are taken for, has to be mended.",
    ),
    Reason(
        "total-line",
        "Total lines",
        "No part number, and a total's word in the row or no cost: sums that the report printed "
        "between its lines. Counted, they would double what they add up.",
    ),
    Reason(
        "duplicate",
        "Duplicates",
        "The same repair order, line, part and amounts as an earlier line, or the same block of a "
        "day in two files. The first one is used. In a file without repair orders equal lines "
        "are sales of their own.",
    ),
    Reason(
        "return",
        "Returns",
        "A negative quantity, and with it the latest earlier line of the same part, quantity and "
        "price on the same repair order or within 60 days: what came back was not sold.",
    ),
    Reason("zero-quantity", "Zero quantity", "No piece was sold: the quantity is 0 or blank."),
    Reason(
        "zero-cost",
        "Zero cost",
        "The cost is 0, blank or rounds to 0.00: no price can be made of it, and none checked.",
    ),
    Reason("negative-cost", "Negative cost", "The cost is below zero: a credit, not a part."),
    Reason(
        "core",
        "Cores",
        "A deposit on an old part and its return: a class, source or price code of the core list, "
        "or one of its phrases in the description. The word core alone never counts: heater "
        "cores and core supports are parts.",
    ),
    Reason(
        "internal",
        "Internal",
        "Pay type internal (I, INT, Internal): the department bills itself, most often at a price "
        "of its own.",
        "Use internal lines",
    ),
    Reason(
        "warranty",
        "Warranty",
        "Pay type warranty (W, WARR, Warranty): the manufacturer pays by its own rule, whatever "
        "the matrix says.",
        "Use warranty lines",
    ),
)
"""The closed list, in the order in which the first reason that applies wins."""

NOTES = (
    Reason(
        "missing-list",
        "Missing list",
        "No list price, or 0: ceilings and comparisons with list pass these lines by.",
    ),
    Reason("no-charge", "No charge", "Sold at 0.00: given away, or billed elsewhere."),
    Reason("under-cost", "Sold under cost", "The customer paid less than the part cost."),
    Reason(
        "damaged-part",
        "Damaged part number",
        "The part number looks as if a spreadsheet had changed it: 1.2E+05, 5-Mar, #REF! or a "
        "letter that was lost. Lost zeros cannot be told from one number alone: the import says "
        "where many look so. The amounts stand; ask for the export as text.",
    ),
    Reason(
        "damaged-list",
        "Damaged list",
        "The list is negative or a row of nines, which stands for no list in some systems.",
    ),
    Reason(
        "price-mismatch",
        "Amounts that differ",
        "Unit and extended amount differ by more than a cent a piece. The unit cost and the "
        "extended sale are believed.",
    ),
    Reason(
        "cost-precision",
        "Rounded amounts",
        "A cost or list with more than four decimals, rounded half up to four.",
    ),
    Reason(
        "unreadable-date",
        "Unreadable date",
        "The date cannot be read: the line counts, on no day.",
    ),
)
"""What is used but noted; a line may have several."""
CORE_PHRASES = "core charge, core deposit, core return, core exchange, core credit"
