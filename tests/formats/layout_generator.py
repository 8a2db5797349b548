"""Sales files in the layouts of this field, with the totals that must come out of them.

Imports nothing from the package: every line is made for the reason that it is to be set aside
for, so the expected totals are sums of what was intended, not a second reading of the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

CENT = Decimal("0.01")
USED = "used"


@dataclass(frozen=True)
class Line:
    """One intended line; `reason` is what must become of it."""

    part: str
    description: str
    source: str
    cost: Decimal
    list_price: Decimal | None
    quantity: Decimal
    sold: Decimal
    ro: str
    number: int
    day: dt.date
    pay: str
    person: str
    reason: str = USED
    texts: dict[str, str] = field(default_factory=dict)

    def tally(self) -> tuple[int, Decimal, Decimal, Decimal]:
        return 1, self.quantity, self.cost * self.quantity, self.sold * self.quantity


@dataclass(frozen=True)
class Layout:
    """How a file is written; `headers` maps fields to names in the order of the columns."""

    headers: dict[str, str]
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    mark: str = "."
    day: str = "%m/%d/%Y"
    dollars: bool = False
    junk: tuple[str, ...] = ()
    quoting: int = csv.QUOTE_MINIMAL
    blank_every: int = 0
    header_every: int = 0


LAYOUTS = {
    "plain": Layout(
        {
            "ro": "RO",
            "number": "Line",
            "day": "Date",
            "pay": "Pay Type",
            "person": "Counterperson",
            "source": "Source",
            "part": "Part Number",
            "description": "Description",
            "cost": "Unit Cost",
            "list": "List",
            "quantity": "Qty",
            "sold": "Sold Price",
        },
    ),
    "reynolds": Layout(
        {
            "day": "InvoiceDate",
            "ro": "InvoiceNumber",
            "phone": "CustomerBeeperPhone",
            "part": "PartNumber",
            "description": "PartDesc",
            "quantity": "QuantitySold",
            "cost": "Cost",
            "ext_cost": "TotalCost",
            "list": "RetailPrice",
            "ext_list": "TotalRetailPrice",
            "sold": "ActualPrice",
            "ext_sold": "TotalActualPrice",
            "name": "CustomerLastName",
            "person": "CashierName",
            "source": "Group",
            "number": "Line No",
            "pay": "Pay Type",
        },
        quoting=csv.QUOTE_ALL,
        day="%m/%d/%y",
    ),
    "semicolon": Layout(
        {
            "part": "SKU",
            "description": "Item Description",
            "source": "Stocking Group",
            "quantity": "Pieces",
            "cost": "Buy Price",
            "list": "MSRP",
            "sold": "Price Each",
            "ro": "Invoice No.",
            "number": "Line #",
            "day": "Invoice Date",
            "pay": "Payment Type",
            "person": "Employee",
        },
        delimiter=";",
        mark=",",
        encoding="cp1252",
        line_end="\r\n",
        day="%d.%m.%Y",
    ),
    "report": Layout(
        {
            "part": "Part No.",
            "description": "Desc",
            "source": "Src",
            "cost": "Cost Each",
            "list": "Unit Retail",
            "quantity": "Quantity Sold",
            "sold": "Sell Price",
            "ro": "Repair Order",
            "number": "Line Number",
            "day": "Close Date",
            "pay": "Pay Type",
            "person": "Parts Person",
        },
        delimiter="\t",
        encoding="utf-16",
        junk=("Harbor Motors", "", "Parts sales, 01/01/2025 to 12/31/2025", ""),
        dollars=True,
        day="%Y-%m-%d",
        blank_every=7,
        header_every=11,
    ),
    "pipe": Layout(
        {
            "number": "Line",
            "ro": "RO #",
            "part": "Item",
            "description": "Part Description",
            "cost": "Net",
            "list": "Retail",
            "quantity": "Quantity",
            "sold": "Actual Price",
            "source": "Code",
            "day": "Transaction Date",
            "pay": "Sale Type",
            "person": "Sold By",
        },
        delimiter="|",
        encoding="utf-8-sig",
        line_end="\r\n",
        dollars=True,
        day="%d-%b-%Y",
    ),
}


def make_lines(seed: int, count: int = 300) -> list[Line]:
    """Return lines of every reason, in the order of their days."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    parts = [f"{rng.randrange(10**8):08d}" for _ in range(count // 3)] + ["00123", "12E5", "NA"]
    lines: list[Line] = []
    for place in range(count):
        day = dt.date(2025, 1, 1) + dt.timedelta(days=place * 360 // count)
        line = _ordinary(rng, rng.choice(parts), f"R{place // 4:05d}", place % 4 + 1, day)
        lines.append(line)
        lines += _extra(rng, line, place, count)
    return lines


def _ordinary(rng: random.Random, part: str, ro: str, number: int, day: dt.date) -> Line:
    cost = Decimal(rng.randrange(5, 60_000)) * CENT
    if rng.random() < 0.05:
        cost = Decimal(rng.randrange(100, 9_999)) / 10_000
    list_price = None if rng.random() < 0.05 else (cost * Decimal("1.6")).quantize(CENT)
    quantity = Decimal(rng.randrange(1, 5))
    if rng.random() < 0.05:
        quantity = Decimal(rng.randrange(1, 9_000)) / 1_000
    sold = Decimal(0) if rng.random() < 0.03 else (cost * Decimal("1.45")).quantize(CENT)
    words = rng.choice(("HEATER CORE", "CORE SUPPORT", "BRAKE PAD", "O'RING, 3/4\"", "Café filter"))
    return Line(
        part,
        words,
        rng.choice(("010", "20", "OIL", "ACC")),
        cost,
        list_price,
        quantity,
        sold,
        ro,
        number,
        day,
        "C",
        rng.choice(("Alvarez", "Brandt", "Cole")),
    )


def _extra(rng: random.Random, line: Line, place: int, count: int) -> list[Line]:
    """Return lines that must be set aside, made from an ordinary one."""
    ro = f"X{place:05d}"
    fresh = replace(line, ro=ro, number=1, part=f"Z{place:06d}")
    kind = rng.randrange(12)
    made: dict[int, list[Line]] = {
        0: [replace(line, reason="duplicate")],
        1: [
            replace(fresh, reason="return"),
            replace(fresh, number=2, quantity=-fresh.quantity, reason="return"),
        ],
        2: [replace(fresh, quantity=-fresh.quantity, reason="return")],
        3: [replace(fresh, quantity=Decimal(0), reason="zero-quantity")],
        4: [replace(fresh, cost=Decimal(rng.choice(("0", "0.0049"))), reason="zero-cost")],
        5: [replace(fresh, cost=-fresh.cost - 1, reason="negative-cost")],
        6: [replace(fresh, description=rng.choice(_CORES), reason="core")],
        7: [replace(fresh, pay="I", reason="internal")],
        8: [replace(fresh, pay="W", reason="warranty")],
        9: [replace(fresh, texts={"sold": rng.choice(_BAD)}, reason="unreadable")],
        10: [
            replace(
                fresh, part="", description=f"Total for day {place}", ro="", reason="total-line"
            )
        ],
        11: [],
    }
    del count
    return made[kind]


_CORES = ("CORE CHARGE", "Alternator core deposit", "CORE RETURN - STARTER", "core-exchange")
_BAD = ("1e5", "NaN", "12,34,5", "inf", "1_000", "12.50.1")


def expected(lines: list[Line]) -> dict[str, tuple[int, Decimal, Decimal, Decimal]]:
    """Return lines, pieces, cost and sales for each reason and for the used lines."""
    totals: dict[str, tuple[int, Decimal, Decimal, Decimal]] = {}
    for line in lines:
        count, pieces, cost, sales = totals.get(
            line.reason, (0, Decimal(0), Decimal(0), Decimal(0))
        )
        one, its_pieces, its_cost, its_sales = line.tally()
        if "sold" in line.texts:
            its_sales = Decimal(0)
        totals[line.reason] = (
            count + one,
            pieces + its_pieces,
            cost + its_cost,
            sales + its_sales,
        )
    return totals


def rows_of(lines: list[Line], layout: Layout) -> list[list[str]]:
    """Return the header and the data rows as texts."""
    rows = [list(layout.headers.values())]
    for line in lines:
        cells = _cells(line, layout)
        rows.append([cells[name] for name in layout.headers])
    return rows


def _cells(line: Line, layout: Layout) -> dict[str, str]:
    def money(amount: Decimal | None) -> str:
        return "" if amount is None else _number(amount, layout, least=2, dollars=layout.dollars)

    cells = {
        "part": line.part,
        "description": line.description,
        "source": line.source,
        "cost": money(line.cost),
        "list": money(line.list_price),
        "quantity": _number(line.quantity, layout, least=0, dollars=False),
        "sold": money(line.sold),
        "ext_cost": money(line.cost * line.quantity),
        "ext_list": money(line.list_price),
        "ext_sold": money(line.sold * line.quantity),
        "ro": line.ro,
        "number": str(line.number),
        "day": line.day.strftime(layout.day),
        "pay": line.pay,
        "person": line.person,
        "phone": "555-0100",
        "name": "Nobody",
    }
    if "sold" in line.texts:
        cells["ext_sold"] = line.texts["sold"]
    return cells | line.texts


def _number(amount: Decimal, layout: Layout, *, least: int, dollars: bool) -> str:
    places = max(least, -int(amount.normalize().as_tuple().exponent))
    if not dollars:
        return f"{amount:.{places}f}".replace(".", layout.mark)
    text = f"${abs(amount):,.{places}f}"
    return f"({text})" if amount < 0 else text


def write(path: Path, lines: list[Line], layout: Layout) -> None:
    """Write the lines as a text file in a layout."""
    rows = rows_of(lines, layout)
    buffer = io.StringIO(newline="")
    for text in layout.junk:
        buffer.write(text + layout.line_end)
    writer = csv.writer(
        buffer,
        delimiter=layout.delimiter,
        lineterminator=layout.line_end,
        quoting=layout.quoting,  # type: ignore[arg-type]
    )
    for place, row in enumerate(rows):
        if place and layout.blank_every and place % layout.blank_every == 0:
            buffer.write(layout.line_end)
        if place and layout.header_every and place % layout.header_every == 0:
            writer.writerow(rows[0])
        writer.writerow(row)
    path.write_bytes(buffer.getvalue().encode(layout.encoding))
