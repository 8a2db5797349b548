"""What the window says of an import: fields in a person's words, and what it came to.

Knows the fields of a sales line by their names; no file and no widget.
"""

from __future__ import annotations

from collections.abc import Mapping

from matrix_designer.core.evidence import Sales
from matrix_designer.gui.numbers import local_numbers

FIELD_NAMES: Mapping[str, str] = {
    "part": "Part number",
    "description": "Description",
    "source": "Source",
    "class": "Class",
    "cost": "Cost",
    "extended_cost": "Extended cost",
    "list": "List",
    "quantity": "Quantity",
    "sold": "Sold price",
    "extended_sold": "Extended price",
    "ro": "RO or invoice",
    "line": "Line",
    "date": "Date",
    "pay_type": "Pay type",
    "counterperson": "Counterperson",
    "customer_type": "Customer type",
    "price_code": "Price code",
    "channel": "Channel",
    "store": "Store",
    "stocking_group": "Stocking group",
    "vendor": "Vendor",
    "customer": "Customer, hashed",
}
"""What people call a field."""
FIELD_TIPS: Mapping[str, str] = {
    "part": "The part number, kept as the text that it is",
    "cost": "What the dealer paid for one piece",
    "extended_cost": "What the dealer paid for all pieces of the line",
    "list": "The list price (MSRP) of one piece",
    "quantity": "How many pieces were sold",
    "sold": "What the customer paid for one piece",
    "extended_sold": "What the customer paid for all pieces of the line",
    "ro": "The repair order or the invoice: by it repeated lines are found",
    "line": "The line of the repair order: by it repeated lines are told apart",
    "source": "The source or stocking group: matrices are assigned by it",
    "stocking_group": "The stocking group, where it is another column than the source",
    "vendor": "Whom the part is bought from, where it is another column than the source",
    "customer": "A customer's name or number: kept as a salted hash, never as it stands",
    "pay_type": "Customer pay, warranty or internal",
}
_TOLD = ("cost", "extended_cost", "sold", "extended_sold", "list")


def field_name(field: str) -> str:
    """Return what people call a field."""
    return FIELD_NAMES.get(field) or field.replace("_", " ").capitalize()


def describe_import(sales: Sales, columns: Mapping[str, str]) -> str:
    """Say how many lines were read and taken, and where the amounts were taken from."""
    numbers = local_numbers()
    aside = sum(tally.lines for tally in sales.set_aside.values())
    lines = "line" if sales.lines_read == 1 else "lines"
    taken = numbers.count(sales.used.lines)  # how many of them are used a matrix decides
    counts = f"{numbers.count(sales.lines_read)} {lines} read, {taken} taken"
    if aside:
        counts = f"{counts}, {numbers.count(aside)} set aside"
    told = [
        f"{field_name(field).lower()} from “{columns[field]}”"
        for field in _TOLD
        if field in columns
    ]
    first = f"{sales.name}: {counts}"
    if not told or set(columns) == set(columns.values()):
        return first
    sentence = ", ".join(told)
    return f"{first}. {sentence[0].upper()}{sentence[1:]}"
