"""Files of sales in layouts of this field, each with its truth. Imports nothing of the package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from tests.layouts import writing as w
from tests.layouts.truth import CENT, History, Sale, Truth, make_sales, truth_of

_REYNOLDS = (
    "InvoiceDate InvoiceNumber CustomerBeeperPhone PartNumber PartDesc QuantitySold"
    " QuantityPickedUp Cost TotalCost RetailPrice TotalRetailPrice ActualPrice TotalActualPrice"
    " SpecialOrder CustomerFirstName CustomerLastName CustomerAddress1 CustomerAddress2"
    " CustomerCity CustomerState CustomerZip CustomerHomePhone CustomerMobilePhone"
    " CustomerWorkPhone CustomerEmail CashierName CustomerID CategoryCode"
)
REYNOLDS = tuple(_REYNOLDS.split())
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
MONTHS = tuple(_MONTHS.split())


@dataclass(frozen=True)
class Layout:
    """One file: how it is written, the row of the field's list, and the choice that it needs.

    `choice` is the text of a mapping file for a file that nobody could guess; `asks_for` are
    words that the question must have.
    """

    name: str
    write: Callable[[Path], Truth]
    row: str = ""
    choice: str = ""
    asks_for: str = ""


def reynolds_rows(sales: list[Sale], *, is_short: bool = False) -> list[list[str]]:
    """Return the 28 fields of each sale in their order; a missing retail price is empty."""
    rows = []
    for place, sale in enumerate(sales):
        retail, pieces = sale.list_price, sale.quantity
        picked_up = pieces if place % 5 else Decimal(0)
        rows.append(
            [
                w.american(sale.day),
                sale.ro,
                f"AA{place:04d}",
                sale.part,
                sale.description,
                f"{pieces}",
                f"{picked_up}",
                w.plain(sale.cost),
                w.plain(sale.cost * pieces),
                "" if retail is None else w.plain(retail),
                "" if retail is None else w.plain(retail * pieces),
                w.plain(sale.sold),
                w.plain(sale.sold * pieces),
                "TRUE" if place % 4 == 0 else "FALSE",
                *("John", "Smith", "30182 Heritage St", "", "Temecula", "CA", "92593"),
                *("951-555-0173", "951-555-0154", "", "nobody@example.com"),
                sale.person,
                f"{5_618_965 + place}",
                sale.source,
            ]
        )
    return rows[:40] if is_short else rows


def reynolds(path: Path) -> Truth:
    """Write the Reynolds custom report with its header: BOM, CRLF."""
    sales = make_sales(1)
    w.put(path, w.delimited([REYNOLDS, *reynolds_rows(sales)]), "utf-8-sig")
    return truth_of(sales)


def reynolds_without_header(path: Path) -> Truth:
    """Write the same fields in their order, without a header, every cell in quotes."""
    sales = make_sales(2)
    w.put(path, w.delimited(reynolds_rows(sales), is_quoted=True), "cp1252")
    return truth_of(sales)


def ro_writer_summary(path: Path) -> Truth:
    """Write R.O. Writer's summary: twelve months, page breaks, a title and totals; no prices."""
    header: tuple[str, ...] = (
        "Line",
        "Part Number",
        "Alternate Number",
        "Description",
        "Dept",
        "Sup",
    )
    header += ("Cost (average)", "Retail", "Last Cost", *MONTHS, "30-day use")
    sales = [sale for sale in make_sales(3) if sale.quantity > 0]
    rows, truth = [], []
    for place, sale in enumerate(sales):
        months = [(place * 7 + month * 5) % 11 for month in range(12)]
        months[place % 12] = 0
        truth.append(replace(sale, quantity=Decimal(sum(months))))
        retail = "" if sale.list_price is None else w.dollars(sale.list_price)
        last = w.dollars(sale.cost + 1)
        row = [sale.source, sale.part, "", sale.description, "PARTS", "ACME"]
        row += [w.dollars(sale.cost), retail, last, *map(str, months), "3"]
        rows.append(row)
    pieces = sum(sale.quantity for sale in truth)
    text = "Harbor Motors\r\nParts Sales History Summary\r\nFrom 01/01/2025 to 12/31/2025\r\n\r\n"
    text += w.delimited(w.paged(header, rows, 45))
    text += w.delimited([["", "Grand Total", "", "", "", "", "", "", "", *[""] * 11, f"{pieces}"]])
    w.put(path, text)
    found = truth_of(truth, has_prices=False, total_lines=1)
    return replace(found, first_day=None, last_day=None)


def ro_writer_itemized(path: Path) -> Truth:
    """Write R.O. Writer's itemized sales: totals of each part, by department, with discounts."""
    header: tuple[str, ...] = ("Part Number", "Description", "Units", "Sale", "Discounts", "Cost")
    header += ("Core Charges", "FET", "Profit", "Margin")
    sales = make_sales(4, 90)
    text = "Itemized Sales Report\r\n"
    used: list[Decimal] = [Decimal(0)] * 3
    back: list[Decimal] = [Decimal(0)] * 3
    for department in sorted({sale.source for sale in sales}):
        text += w.delimited([[f"Department: {department}"], header])
        for place, sale in enumerate(one for one in sales if one.source == department):
            cost = sale.cost * sale.quantity
            gross = sale.sold * sale.quantity
            discount = Decimal("1.25") if place % 4 == 1 else Decimal(0)
            net = gross - discount
            profit = net - cost
            margin = (profit / net * 100).quantize(CENT)
            row = [sale.part, sale.description, f"{sale.quantity}"]
            row += [w.in_brackets(amount) for amount in (gross, discount, cost)]
            row += ["0.00", "0.00", w.in_brackets(profit), f"{margin}%"]
            text += w.delimited([row])
            sums = used if sale.quantity > 0 else back
            for at, amount in enumerate((sale.quantity, cost, net)):
                sums[at] += amount
        text += w.delimited([["Department Total", "", "", "1.00", "", "", "", "", "", ""]])
    w.put(path, text, "cp1252")
    kept = sum(sale.quantity > 0 for sale in sales)
    departments = len({sale.source for sale in sales})
    return History(
        len(sales) + 2 * departments - 1,  # the first department's name stands above the header
        (kept, used[0], used[1], used[2]),
        (len(sales) - kept, back[0], back[1], back[2]),
        departments,
    )


def shopmonkey(path: Path) -> Truth:
    """Write Shopmonkey's part lines: cents, and a discount in percent."""
    header: tuple[str, ...] = (
        "partNumber",
        "name",
        "quantity",
        "wholesaleCostCents",
        "retailCostCents",
    )
    header += ("discountPercent", "pricingMatrixId", "categoryId", "vendorId")
    sales = [sale for sale in make_sales(5) if sale.quantity > 0]
    rows, truth = [], []
    for place, sale in enumerate(sales):
        percent = 10 if place % 6 == 2 else 0
        row = [sale.part, sale.description, f"{sale.quantity}", f"{int(sale.cost * 100)}"]
        row += [f"{int(sale.sold * 100)}", f"{percent}", "5f1a", "c7", "v2"]
        rows.append(row)
        paid = sale.sold * (100 - percent) / 100
        truth.append(replace(sale, sold=paid))
    w.put(path, w.delimited([header, *rows], line_end="\n"))
    found = truth_of(truth)
    return replace(found, first_day=None, last_day=None)


def semicolons(path: Path) -> Truth:
    """Write a European export: cp1252, semicolons, `1.234,56`, `50,00-`, days first."""
    header: tuple[str, ...] = (
        "SKU",
        "Item Description",
        "Stocking Group",
        "Pieces",
        "Buy Price",
        "MSRP",
    )
    header += ("Price Each", "Invoice No.", "Line #", "Invoice Date", "Employee")
    sales = make_sales(6)
    rows = [
        [
            *(sale.part, sale.description, sale.source, w.comma(sale.quantity)),
            w.comma(sale.cost),
            "" if sale.list_price is None else w.comma(sale.list_price),
            *(w.comma(sale.sold), sale.ro, f"{sale.line}", w.day(sale.day, "%d.%m.%Y")),
            sale.person,
        ]
        for sale in sales
    ]
    w.put(path, w.delimited([header, *rows], ";"), "cp1252")
    return truth_of(sales)


def printed_report(path: Path) -> Truth:
    """Write a printed report: UTF-16, tabs, a title, pages, blank lines, totals, odd minuses."""
    header: tuple[str, ...] = (
        "Part No.",
        "Desc",
        "Src",
        "Cost Each",
        "Unit Retail",
        "Quantity Sold",
    )
    header += ("Ext Cost", "Ext Price", "Repair Order", "Line Number", "Close Date")
    sales = make_sales(7)
    forms: tuple[w.Number, ...] = (w.in_brackets, w.credited, w.typographic, _minus_behind)
    rows = []
    for place, sale in enumerate(sales):
        form = forms[place % 4]
        rows.append(
            [
                *(sale.part, sale.description, sale.source, w.dollars(sale.cost)),
                "" if sale.list_price is None else w.dollars(sale.list_price),
                *(form(sale.quantity), form(sale.cost * sale.quantity)),
                *(form(sale.sold * sale.quantity), sale.ro, f"{sale.line}"),
                w.day(sale.day, "%d-%b-%Y"),
            ]
        )
    cost = sum(sale.cost * sale.quantity for sale in sales)
    totals = ["", "Grand Total", "", "", "", "", w.dollars(Decimal(cost)), "", "", "", ""]
    text = "Harbor Motors\r\n\r\nParts sales\t01/01/2025 to 12/31/2025\r\n\r\n"
    text += w.delimited(w.paged(header, rows, 33), "\t")
    text += "\r\n" + w.delimited([totals], "\t")
    w.put(path, text, "utf-16")
    return truth_of(sales, total_lines=1)


def _minus_behind(value: Decimal) -> str:
    return f"{abs(value):,.2f}-" if value < 0 else f"{value:,.2f}"


def monthly_workbook(path: Path) -> Truth:
    """Write a ranking as a workbook: twelve dated months and the price of each part."""
    sales = [sale for sale in make_sales(8, 60) if sale.quantity > 0]
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Ranking")
    sheet.write_string(0, 0, "Parts ranking")
    names = ("Part", "Description", "Source", "Unit Cost", "List", "Sold Price")
    months = tuple(f"{name} 2025" for name in MONTHS)
    for column, name in enumerate(names + months):
        sheet.write_string(2, column, name)
    truth: list[Sale] = []
    for place, sale in enumerate(sales):
        for column, text in enumerate((sale.part, sale.description, sale.source)):
            sheet.write_string(place + 3, column, text)
        sheet.write_number(place + 3, 3, float(sale.cost))
        if sale.list_price is not None:
            sheet.write_number(place + 3, 4, float(sale.list_price))
        sheet.write_number(place + 3, 5, float(sale.sold))
        for month in range(12):
            pieces = (place * 3 + month) % 5
            sheet.write_number(place + 3, 6 + month, pieces)
            if pieces:
                truth.append(replace(sale, quantity=Decimal(pieces)))
    book.close()
    found = truth_of(truth)
    return replace(found, first_day=dt.date(2025, 1, 1), last_day=dt.date(2025, 12, 31))


def printed_columns(path: Path) -> Truth:
    """Write columns that only blanks keep apart, under a header; LF only."""
    sales = make_sales(9)
    widths = (10, 11, 26, -6, -12, -12, -12)
    names = ("RO", "Part", "Description", "Qty", "Unit Cost", "List", "Sold Price")
    lines = [w.fixed(list(zip(names, widths, strict=True))).rstrip()]
    for sale in sales:
        texts: tuple[str, ...] = (
            sale.ro,
            sale.part,
            sale.description,
            f"{sale.quantity}",
            w.plain(sale.cost),
        )
        texts += ("" if sale.list_price is None else w.plain(sale.list_price), w.plain(sale.sold))
        lines.append(w.fixed(list(zip(texts, widths, strict=True))).rstrip())
    w.put(path, "\n".join(lines) + "\n")
    return replace(truth_of(sales), first_day=None, last_day=None)


def tekmetric(path: Path) -> Truth:
    """Write a parts usage report whose column names nobody knows."""
    header: tuple[str, ...] = ("Job", "Bauteil", "Text", "Menge", "EK", "VK")
    sales = make_sales(10)
    rows = [
        (
            *(sale.ro, sale.part, sale.description, f"{sale.quantity}"),
            *(w.plain(sale.cost), w.plain(sale.sold)),
        )
        for sale in sales
    ]
    w.put(path, w.delimited([header, *rows]))
    return replace(truth_of(sales), first_day=None, last_day=None)


def dynatron(path: Path) -> Truth:
    """Write one file of a feed: names in lower case, texts in quotes, columns in any order."""
    header: tuple[str, ...] = ("svc_a", "svc_b", "svc_c", "svc_d", "svc_e")
    sales = make_sales(11)
    text = w.delimited([header], line_end="\n")
    for sale in sales:
        cells = (f'"{sale.part}"', f'"{sale.ro}"', w.plain(sale.cost), w.plain(sale.sold))
        text += ",".join((*cells, f"{sale.quantity}")) + "\n"
    w.put(path, text)
    return replace(truth_of(sales), first_day=None, last_day=None)


def whole_thousands(path: Path) -> Truth:
    """Write only numbers such as `1,250`: one thousand two hundred and fifty, or one and a bit."""
    sales = [
        replace(sale, cost=Decimal(1_250 + place), sold=Decimal(2_125 + place), list_price=None)
        for place, sale in enumerate(make_sales(12))
    ]
    header: tuple[str, ...] = ("Part", "RO", "Line", "Qty", "Cost", "Sold")
    rows = [
        (
            *(sale.part, sale.ro, f"{sale.line}", f"{sale.quantity}"),
            *(f"{sale.cost:,}", f"{sale.sold:,}"),
        )
        for sale in sales
    ]
    w.put(path, w.delimited([header, *rows], "\t"))
    return replace(truth_of(sales), first_day=None, last_day=None)


def without_header(path: Path) -> Truth:
    """Write lines in an order of their own, without a header."""
    sales = make_sales(13)
    rows = [
        (
            *(w.plain(sale.sold), sale.part, sale.ro, f"{sale.line}", f"{sale.quantity}"),
            *(w.plain(sale.cost), sale.day.isoformat()),
        )
        for sale in sales
    ]
    w.put(path, w.delimited(rows, "|"))
    return truth_of(sales)


def packed_columns(path: Path) -> Truth:
    """Write columns without blanks between them, a title and decimals that are not there."""
    sales = [sale for sale in make_sales(14) if sale.quantity > 0]
    lines = [
        w.fixed([(sale.part, 10), (f"{sale.quantity}".rjust(4, "0"), 4)])
        + w.implied(sale.cost, 9)
        + w.implied(sale.sold, 9)
        + sale.day.strftime("%Y%m%d")
        for sale in sales
    ]
    w.put(path, "\r\n".join(lines) + "\r\n")
    return truth_of(sales)
