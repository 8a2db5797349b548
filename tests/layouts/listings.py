"""Price tapes, inventories and other files that are no history, each with its truth.

Imports nothing of the package.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.layouts import writing as w
from tests.layouts.truth import CENT, Listing, Sale, make_sales


def _parts(seed: int) -> list[Sale]:
    return [sale for sale in make_sales(seed) if sale.quantity > 0]


def _sum(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def reynolds_service(path: Path) -> Listing:
    """Write the custom report for service sales: jobs, not parts."""
    header: tuple[str, ...] = (
        "CashierDate",
        "RONumber",
        "JobID",
        "JobTitle",
        "JobDesc",
        "TotalPartsSellingPrice",
    )
    header += ("PartsAfterDisc", "TotalLaborSellingPrice", "LaborAfterDisc", "JobWarranty")
    sales = _parts(21)
    rows = [
        (
            *(w.american(sale.day), sale.ro, f"59{place}", "Check alarm", "Will not shut off"),
            *(w.plain(sale.sold), "0.00", "350.00", "0.00", "FALSE"),
        )
        for place, sale in enumerate(sales)
    ]
    w.put(path, w.delimited([header, *rows]))
    return Listing("jobs", len(sales), {"parts_sold": _sum([sale.sold for sale in sales])})


def oec(path: Path) -> Listing:
    """Write the OEC inventory: a .TXT of commas, LF only, all headers."""
    header: tuple[str, ...] = ("Publishing Code", "Part Number", "Quantity on Hand", "Source")
    header += ("Quantity on Order", "Entry Date", "Last Order Date")
    parts = _parts(22)
    rows = [
        ("GM12345", part.part, f"{part.quantity}", part.source, "0", "", w.day(part.day))
        for part in parts
    ]
    w.put(path, w.delimited([header, *rows], line_end="\n"))
    return Listing("inventory", len(parts), {"on_hand": _sum([part.quantity for part in parts])})


def ari(path: Path) -> Listing:
    """Write the ARI price import."""
    parts = _parts(23)
    rows = [
        (part.part, "RETAIL", w.dollars(part.cost), w.dollars(part.sold), "2025-06-01")
        for part in parts
    ]
    header: tuple[str, ...] = ("Part Number", "Audience", "Cost", "MSRP", "As Of Date")
    w.put(path, w.delimited([header, *rows]), "utf-8-sig")
    sums = {"cost": _sum([part.cost for part in parts]), "list": _sum([p.sold for p in parts])}
    return Listing("prices", len(parts), sums)


def intellidealer(path: Path) -> Listing:
    """Write a PC file of 80 characters: part, quantity, model, description."""
    parts = _parts(24)
    lines = [
        w.fixed([(p.part, 25), (f"{p.quantity}", -5), ("5075E", 12), (p.description, 38)])
        for p in parts
    ]
    w.put(path, "\r\n".join(lines) + "\r\n", "cp1252")
    return Listing("parts list", len(parts), {"quantity": _sum([p.quantity for p in parts])})


def international_tape(path: Path) -> Listing:
    """Write a 118/318 tape: nine digits a price, two of them decimals."""
    parts = _parts(25)
    lines = []
    sums = dict.fromkeys(("price_1", "price_2", "price_3", "price_4", "cost", "core"), Decimal(0))
    for place, part in enumerate(parts):
        prices = [(part.cost * factor).quantize(CENT) for factor in (2, Decimal("1.8"))]
        prices += [(part.cost * factor).quantize(CENT) for factor in (Decimal("1.6"), Decimal(1))]
        core = Decimal(25) if place % 5 == 0 else Decimal(0)
        amounts = [*prices, part.cost, core]
        texts = [w.implied(amount, 9) for amount in amounts]
        line = w.fixed([(part.part, 14), (part.description, 8)])
        lines.append(line + "".join(texts[:5]) + " " + texts[5])
        for name, amount in zip(sums, amounts, strict=True):
            sums[name] += amount
    w.put(path, "\r\n".join(lines) + "\r\n", "cp1252")
    return Listing("prices", len(parts), sums)


def chassis_tape(path: Path) -> Listing:
    """Write a chassis tape: one price with its decimal point."""
    parts = _parts(26)
    lines = [w.fixed([(p.part, 28), (p.description, 41), (w.plain(p.sold), -8)]) for p in parts]
    w.put(path, "\n".join(lines) + "\n", "cp1252")
    return Listing("prices", len(parts), {"price_1": _sum([p.sold for p in parts])})


def carrier_tape(path: Path) -> Listing:
    """Write a carrier tape: the price stands before the description."""
    parts = _parts(27)
    lines = [
        w.fixed([(p.part, 18), (w.plain(p.sold), -7), (p.description, 39)]).rstrip() for p in parts
    ]
    w.put(path, "\r\n".join(lines) + "\r\n", "cp1252")
    return Listing("prices", len(parts), {"price_1": _sum([p.sold for p in parts])})


def single_price_tape(path: Path) -> Listing:
    """Write a tape of one price: `00010000` is 100.00."""
    parts = _parts(28)
    lines = [
        w.fixed([(p.part, 28), (p.description.upper(), 41)]) + w.implied(p.sold, 8) for p in parts
    ]
    w.put(path, "\r\n".join(lines) + "\r\n", "cp1252")
    return Listing("prices", len(parts), {"price_1": _sum([p.sold for p in parts])})


def codis(path: Path) -> Listing:
    """Write CODIS's generic price record: 35 fields, no header."""
    parts = _parts(29)
    rows = []
    for part in parts:
        cells = [""] * 35
        cells[1], cells[2] = part.part, part.description
        cells[8], cells[9] = w.plain(part.sold), w.plain(part.cost)
        cells[10] = w.plain(part.cost + 2)
        cells[11], cells[12] = w.plain(part.cost + 1), w.plain(part.sold - 1)
        cells[14], cells[16] = "1", "Y"
        rows.append(cells)
    w.put(path, w.delimited(rows))
    sums = {"list": _sum([p.sold for p in parts]), "cost": _sum([p.cost for p in parts])}
    return Listing("prices", len(parts), sums)


def perfection(path: Path) -> Listing:
    """Write Perfection's external price file: tabs; prices with and without a point."""
    parts = _parts(30)
    rows = []
    for place, part in enumerate(parts):
        price = w.plain(part.sold) if place % 3 else f"{int(part.sold * 100)}"
        row = [part.part, "EA", part.description, "", "1", "", "17682", price]
        rows.append([*row, w.plain(part.cost), "", "", "", ""])
    w.put(path, w.delimited(rows, "\t"), "cp1252")
    sums = {"price_1": _sum([p.sold for p in parts]), "price_2": _sum([p.cost for p in parts])}
    return Listing("prices", len(parts), sums)


def mercedes(path: Path) -> Listing:
    """Write a Mercedes price file: semicolons, decimal commas."""
    header: tuple[str, ...] = (
        "Manufacturer part number",
        "Description",
        "Part group",
        "Retail price old",
    )
    header += ("Retail price new", "Retail price date", "Buyback old", "Buyback new")
    header += ("Discount code", "VAT", "Sales price old", "Sales price new", "Min order qty")
    header += ("Pack size",)
    parts = _parts(31)
    rows = [
        (
            *(f"A{p.part}", p.description, p.source, w.comma(p.sold - 1), w.comma(p.sold)),
            *("01.06.2025", "", "", "12", "21", w.comma(p.cost - Decimal("0.20"))),
            *(w.comma(p.cost), "1", "1"),
        )
        for p in parts
    ]
    w.put(path, w.delimited([header, *rows], ";"), "cp1252")
    return Listing("prices", len(parts), {"list": _sum([p.sold for p in parts])})
