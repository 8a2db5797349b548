"""Public layouts of dealer systems and manufacturers, as data: what stands in which column.

Each has the address of the page that publishes it. Knows names, places and how cells look; it
opens no file and reads no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]
"""The characters of a line that make a cell: from the first, 0-based, up to but not the second."""


class Kind(StrEnum):
    """What the rows of a layout are."""

    HISTORY = "history"
    PRICES = "prices"
    INVENTORY = "inventory"
    PARTS = "parts list"
    JOBS = "jobs"


USES: Mapping[Kind, str] = {
    Kind.PRICES: "It tells what parts cost or list for, not what was sold: price single parts "
    "with it, and import a history of sales for all else",
    Kind.INVENTORY: "It tells what lies on the shelf, not what was sold: import a history of "
    "sales, such as a parts sales report of the same system",
    Kind.PARTS: "It tells which parts somebody wants, without cost and price: import a history of "
    "sales, such as a parts sales report of the same system",
    Kind.JOBS: "It has the parts dollars of each job without part, cost and quantity: import the "
    "parts sales report that belongs to it",
}
"""What a file that is no history says, and what to take instead."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One published layout.

    `names` are its columns in their order, in fixed files with `spans`. `fields` tells in which
    column a field stands; `recognised_by` are the names that a header must have, `forms` how the
    cells of columns look where there is no header, and `narrowest` how many columns such a file
    has at least. `implied` counts the decimals of columns that are written without a point,
    `cents` are columns in whole cents. `months` are columns whose pieces are added up; `discount`
    is a column to be taken off extended sales, `discount_percent` one off the price, in percent.
    """

    id: str
    title: str
    source: str
    kind: Kind
    names: tuple[str, ...]
    fields: Mapping[str, str]
    recognised_by: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    narrowest: int = 0
    delimiter: str | None = None
    implied: Mapping[str, int] = field(default_factory=dict)
    cents: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()
    discount: str | None = None
    profit: str | None = None
    discount_percent: str | None = None

    def place(self, name: str) -> int:
        """Return the 0-based place of a column."""
        return self.names.index(name)


_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_MAYBE = rf"(?:{_NUMBER})?"
_DAY = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}(?: .*)?"
_WORD = r"\S(?:.*\S)?"
_ANY = r".*"
_CODE = r"\S+(?: \S+)? *"

REYNOLDS = Layout(
    id="reynolds-parts-sales",
    title="Reynolds custom report, parts sales",
    source="https://training.morethanrewards.com/help/reynolds-and-reynolds-field-mapping--parts-sales",
    kind=Kind.HISTORY,
    names=(
        *("InvoiceDate", "InvoiceNumber", "CustomerBeeperPhone", "PartNumber", "PartDesc"),
        *("QuantitySold", "QuantityPickedUp", "Cost", "TotalCost", "RetailPrice"),
        *("TotalRetailPrice", "ActualPrice", "TotalActualPrice", "SpecialOrder"),
        *("CustomerFirstName", "CustomerLastName", "CustomerAddress1", "CustomerAddress2"),
        *("CustomerCity", "CustomerState", "CustomerZip", "CustomerHomePhone"),
        *("CustomerMobilePhone", "CustomerWorkPhone", "CustomerEmail", "CashierName"),
        *("CustomerID", "CategoryCode"),
    ),
    fields={
        "date": "InvoiceDate",
        "ro": "InvoiceNumber",
        "part": "PartNumber",
        "description": "PartDesc",
        "quantity": "QuantitySold",
        "cost": "Cost",
        "extended_cost": "TotalCost",
        "list": "RetailPrice",
        "sold": "ActualPrice",
        "extended_sold": "TotalActualPrice",
        "counterperson": "CashierName",
        "class": "CategoryCode",
    },
    recognised_by=("InvoiceDate", "QuantitySold", "QuantityPickedUp", "TotalActualPrice"),
    forms={
        "InvoiceDate": _DAY,
        "InvoiceNumber": _WORD,
        "QuantitySold": _NUMBER,
        "QuantityPickedUp": _MAYBE,
        "Cost": _MAYBE,
        "TotalCost": _MAYBE,
        "RetailPrice": _MAYBE,
        "TotalRetailPrice": _MAYBE,
        "ActualPrice": _MAYBE,
        "TotalActualPrice": _MAYBE,
        "SpecialOrder": r"(?i:true|false|yes|no|[01yn])?",
    },
    narrowest=28,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RO_WRITER_SUMMARY = Layout(
    id="ro-writer-summary",
    title="R.O. Writer, parts sales history summary",
    source="https://docs.rowriter.com/v1.31/Content/Inv/Parts_Sales_History_Summary.htm",
    kind=Kind.HISTORY,
    names=(
        *("Line", "Part Number", "Alternate Number", "Description", "Dept", "Sup"),
        *("Cost", "Retail", "Last Cost", *_MONTHS, "30-day use"),
    ),
    fields={
        "source": "Line",
        "part": "Part Number",
        "description": "Description",
        "class": "Dept",
        "cost": "Cost",
        "list": "Retail",
    },
    recognised_by=("Part Number", "Alternate Number", "Retail", "Last Cost", *_MONTHS),
    months=_MONTHS,
)
RO_WRITER_ITEMIZED = Layout(
    id="ro-writer-itemized",
    title="R.O. Writer, itemized sales",
    source="http://docs.rowriter.com/Content/Reports/Sales/Itemized_Sales_Report.htm",
    kind=Kind.HISTORY,
    names=(
        *("Part Number", "Description", "Units", "Sale", "Discounts", "Cost", "Core Charges"),
        *("FET", "Profit", "Margin"),
    ),
    fields={
        "part": "Part Number",
        "description": "Description",
        "quantity": "Units",
        "extended_sold": "Sale",
        "extended_cost": "Cost",
    },
    recognised_by=("Units", "Sale", "Discounts", "Cost", "Profit", "Margin"),
    discount="Discounts",
    profit="Profit",
)
SHOPMONKEY = Layout(
    id="shopmonkey-parts",
    title="Shopmonkey, part lines",
    source="https://pkg.go.dev/github.com/shopmonkeyus/go-datamodel",
    kind=Kind.HISTORY,
    names=(
        *("partNumber", "name", "quantity", "wholesaleCostCents", "retailCostCents"),
        *("discountPercent", "pricingMatrixId", "categoryId", "vendorId"),
    ),
    fields={
        "part": "partNumber",
        "description": "name",
        "quantity": "quantity",
        "cost": "wholesaleCostCents",
        "sold": "retailCostCents",
        "source": "categoryId",
    },
    recognised_by=(
        *("partNumber", "quantity", "wholesaleCostCents", "retailCostCents", "discountPercent"),
    ),
    cents=frozenset({"wholesaleCostCents", "retailCostCents"}),
    discount_percent="discountPercent",
)
SHOPMONKEY_STOCK = Layout(
    id="shopmonkey-inventory",
    title="Shopmonkey, inventory",
    source="https://pkg.go.dev/github.com/shopmonkeyus/go-datamodel",
    kind=Kind.INVENTORY,
    names=(
        *("number", "name", "quantity", "wholesaleCostCents", "retailCostCents", "binLocation"),
    ),
    fields={
        "part": "number",
        "description": "name",
        "on_hand": "quantity",
        "cost": "wholesaleCostCents",
        "list": "retailCostCents",
    },
    recognised_by=("number", "quantity", "wholesaleCostCents", "binLocation"),
    cents=frozenset({"wholesaleCostCents", "retailCostCents"}),
)
REYNOLDS_SERVICE = Layout(
    id="reynolds-service-sales",
    title="Reynolds custom report, service sales",
    source="https://training.morethanrewards.com/help/reynolds-and-reynolds-field-mapping---service-sales",
    kind=Kind.JOBS,
    names=(
        *("CashierDate", "RONumber", "JobID", "JobTitle", "JobDesc", "TotalPartsSellingPrice"),
        *("PartsAfterDisc", "TotalLaborSellingPrice", "LaborAfterDisc", "JobWarranty"),
    ),
    fields={"parts_sold": "TotalPartsSellingPrice"},
    recognised_by=("RONumber", "JobID", "TotalPartsSellingPrice", "TotalLaborSellingPrice"),
)
OEC = Layout(
    id="oec-inventory",
    title="OEC inventory file",
    source="https://oeconnection.zendesk.com/hc/en-us/articles/360021343233",
    kind=Kind.INVENTORY,
    names=(
        *("Publishing Code", "Part Number", "Quantity on Hand", "Source", "Quantity on Order"),
        *("Entry Date", "Last Order Date"),
    ),
    fields={"part": "Part Number", "on_hand": "Quantity on Hand", "source": "Source"},
    recognised_by=("Publishing Code", "Part Number", "Quantity on Hand"),
)
ARI = Layout(
    id="ari-prices",
    title="ARI price import",
    source="https://aridocs.com/docs/data-manager-rt/importing/parts-pricing-import/",
    kind=Kind.PRICES,
    names=("Part Number", "Audience", "Cost", "MSRP", "As Of Date"),
    fields={"part": "Part Number", "cost": "Cost", "list": "MSRP"},
    recognised_by=("Part Number", "Audience", "MSRP", "As Of Date"),
)
MERCEDES = Layout(
    id="mercedes-prices",
    title="Mercedes price file",
    source="https://al-services-bnl.eu.keyloop.io/pbedl/help/9304E/Nederlands/MS_MBGOL_Aformat.html",
    kind=Kind.PRICES,
    names=(
        *("Manufacturer part number", "Description", "Part group", "Retail price old"),
        *("Retail price new", "Retail price date", "Buyback old", "Buyback new"),
        *("Discount code", "VAT", "Sales price old", "Sales price new", "Min order qty"),
        *("Pack size",),
    ),
    fields={
        "part": "Manufacturer part number",
        "description": "Description",
        "source": "Part group",
        "list": "Retail price new",
    },
    recognised_by=("Manufacturer part number", "Retail price new", "Discount code"),
)
INTELLIDEALER = Layout(
    id="intellidealer-parts",
    title="IntelliDealer PC file",
    source="https://help.intellidealer.com/intellidealer/Content/PSPI016.htm",
    kind=Kind.PARTS,
    names=("Part number", "Quantity", "Model", "Description"),
    fields={"part": "Part number", "quantity": "Quantity", "description": "Description"},
    spans=((0, 25), (25, 30), (30, 42), (42, 80)),
    forms={"Part number": _CODE, "Quantity": r" *[0-9]+", "Model": _ANY},
)
_TAPES = "https://documentation.richer.ca/enrich-emms-ptf631/Administration/Parts_interface_file_layouts.htm"
_DIGITS = r"[ 0-9]{8}[0-9]|"
INTERNATIONAL = Layout(
    id="international-318",
    title="International price tape 118/318",
    source=_TAPES,
    kind=Kind.PRICES,
    names=(
        *("Part number", "Description", "Price 1", "Price 2", "Price 3", "Price 4"),
        *("Price 5/Cost", "Core value"),
    ),
    fields={
        "part": "Part number",
        "description": "Description",
        "price_1": "Price 1",
        "price_2": "Price 2",
        "price_3": "Price 3",
        "price_4": "Price 4",
        "cost": "Price 5/Cost",
        "core": "Core value",
    },
    spans=((0, 14), (14, 22), (22, 31), (31, 40), (40, 49), (49, 58), (58, 67), (68, 77)),
    forms={
        "Part number": _CODE,
        "Price 1": r"[ 0-9]{8}[0-9]",
        "Price 2": _DIGITS,
        "Price 3": _DIGITS,
        "Price 4": _DIGITS,
        "Price 5/Cost": _DIGITS,
        "Core value": _DIGITS,
    },
    implied=dict.fromkeys(
        ("Price 1", "Price 2", "Price 3", "Price 4", "Price 5/Cost", "Core value"), 2
    ),
)
_POINT_PRICE = r" *[0-9]+\.[0-9]{2} *"
CHASSIS = Layout(
    id="chassis-prices",
    title="Chassis price tape",
    source=_TAPES,
    kind=Kind.PRICES,
    names=("Part number", "Description", "Price 1"),
    fields={"part": "Part number", "description": "Description", "price_1": "Price 1"},
    spans=((0, 28), (28, 69), (69, 77)),
    forms={"Part number": _CODE, "Description": _ANY, "Price 1": _POINT_PRICE},
)
SINGLE_PRICE = Layout(
    id="single-price",
    title="Single-price tape",
    source=_TAPES,
    kind=Kind.PRICES,
    names=("Part number", "Description", "Price 1"),
    fields={"part": "Part number", "description": "Description", "price_1": "Price 1"},
    spans=((0, 28), (28, 69), (69, 77)),
    forms={"Part number": _CODE, "Description": _ANY, "Price 1": r"[0-9]{8}"},
    implied={"Price 1": 2},
)
CARRIER = Layout(
    id="carrier-prices",
    title="Carrier price tape",
    source=_TAPES,
    kind=Kind.PRICES,
    names=("Part number", "Price 1", "Description"),
    fields={"part": "Part number", "price_1": "Price 1", "description": "Description"},
    spans=((0, 18), (18, 25), (25, 64)),
    forms={"Part number": _CODE, "Price 1": _POINT_PRICE, "Description": r"\S.*"},
)
CODIS = Layout(
    id="codis-prices",
    title="CODIS generic price record",
    source="http://codispower.com/help/generic_price_change_record_layout.htm",
    kind=Kind.PRICES,
    names=(
        *("manufacturer-code", "part-number", "description", "superseded-part-number"),
        *("supersedure-disposition-code", "discount-code", "popularity-code", "part-type-code"),
        *("list-price", "cost-price", "asd-price", "dealer-price", "trade-price"),
        *("freight-price", "part-flag", "weight", "returnable", "price-group-code", "buy-pack"),
        *("sell-pack", "single-item-UPC-code", "vendor-part-type", "vendor-price-code"),
        *("vendor-part-number", "pkg-size-2", "pkg-size-3", "pkg-size-4", "pkg-size-5"),
        *("UPC-pkg-size-2", "UPC-pkg-size-3", "UPC-pkg-size-4", "UPC-pkg-size-5"),
        *("each-width", "each-height", "each-depth"),
    ),
    fields={
        "part": "part-number",
        "description": "description",
        "list": "list-price",
        "cost": "cost-price",
        "dealer_price": "dealer-price",
        "trade_price": "trade-price",
    },
    recognised_by=("part-number", "list-price", "cost-price", "dealer-price", "trade-price"),
    forms={
        "part-number": _WORD,
        "list-price": _MAYBE,
        "cost-price": _MAYBE,
        "asd-price": _MAYBE,
        "dealer-price": _MAYBE,
        "trade-price": _MAYBE,
        "freight-price": _MAYBE,
        "part-flag": r"[0-9]?",
        "weight": _MAYBE,
        "returnable": r"[YNyn]?",
    },
    narrowest=35,
)
_PRICES = ("Price 1", "Price 2", "Price 3", "Price 4", "Price 5", "Price 6")
PERFECTION = Layout(
    id="perfection-prices",
    title="Perfection external price file",
    source="https://perfectionsoftware.com/InventoryPriceFileLayout.htm",
    kind=Kind.PRICES,
    names=(
        *("Part Number", "Unit of Measure", "Description", "Inventory Notes", "Standard Pack"),
        *("UPC Code", "Unit Weight", *_PRICES, "VOC", "Haz Mat Code", "Custom Type"),
        *("Group Code", "Group Code 2", "Group Code 3", "Group Code 4", "Group Code 5"),
    ),
    fields={
        "part": "Part Number",
        "description": "Description",
        **{f"price_{place}": name for place, name in enumerate(_PRICES, 1)},
    },
    forms={
        "Part Number": _WORD,
        "Unit of Measure": r"[A-Za-z]{0,5}",
        "Standard Pack": r"[0-9]*",
        "UPC Code": r"[0-9]*",
        "Unit Weight": _MAYBE,
        "Price 1": _NUMBER,
        **dict.fromkeys(_PRICES[1:], _MAYBE),
    },
    narrowest=8,
    delimiter="\t",
    implied=dict.fromkeys(_PRICES, 2),
)
LAYOUTS = (
    *(REYNOLDS, RO_WRITER_SUMMARY, RO_WRITER_ITEMIZED, SHOPMONKEY, SHOPMONKEY_STOCK),
    *(REYNOLDS_SERVICE, OEC, ARI, MERCEDES, INTERNATIONAL, SINGLE_PRICE, CHASSIS, CARRIER),
    *(INTELLIDEALER, CODIS, PERFECTION),
)
"""Every layout that is recognised, in the order in which they are tried."""


def layout_named(name: str) -> Layout | None:
    """Return a layout by its id."""
    return next((layout for layout in LAYOUTS if layout.id == name), None)
