"""Which column of a sales file holds what: headers recognised by a table of synonyms.

Knows the names that dealer management and point-of-sale systems give their columns; it does not
look at the data below them. Columns that name persons' details are in no list, so they are
never imported unless a person names one: a customer is then kept as a salted hash.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "part": (
        "part number|part no|part num|part nbr|part #|part id|part|partnumber|pn|p/n",
        "item number|item no|item #|item code|item id|sku|sku number|stock number|stock no|mpn",
        "product number|product code|product id|manufacturer part number|oem part number|item",
        "material|material number|catalog number|op part no|product",
    ),
    "description": (
        "part description|part desc|description|desc|item description|item desc|part name",
        "product description|product name|item name|name of part|long description|name",
    ),
    "source": (
        "source|src|source code|parts source|stocking group|stock group|stock grp|group|group code",
        "part group|parts group|product group|manufacturer|mfr|mfg|make|line code|product line",
        "brand|vendor code|franchise|code|supplier|vendor|prefix",
    ),
    "class": (
        "class|part class|class code|parts class|category|category code|part type|sale class",
        "commodity|commodity code|movement class|product class|department|dept|type",
    ),
    "cost": (
        "unit cost|cost each|cost ea|cost per unit|each cost|unit cost price|cost/unit|part cost",
        "dealer cost|buy price|purchase price|cost price|net cost|unit net|dealer net",
        "cost|average cost|avg cost|cost average|cost amt|cost amount|last cost",
        "replacement cost|repl cost|wholesale cost|cogs each|standard cost|std cost|net",
    ),
    "extended_cost": (
        "extended cost|ext cost|ext. cost|total cost|cost extended|cost ext|cost total|line cost",
        "cogs|total cogs|cost of sale|cost of sales|cost of goods|cost of goods sold|extcost",
        "ext cst|cst ext|tot cost|tot cst",
    ),
    "list": (
        "list|list price|unit list|list each|msrp|retail|unit retail|retail price|retail each",
        "manufacturer list|mfr list|sugg retail|suggested retail|suggested retail price|srp|rrp",
        "unit msrp|list/unit|full retail|list prc|lst prc|lst price|lst",
    ),
    "quantity": (
        "net qty|net quantity|net pieces|net units",
        "qty|quantity|qty sold|quantity sold|sold qty|units sold|pieces|pcs|units|qty shipped",
        "quantity shipped|qty billed|qty invoiced|sale qty|sales qty|piece count|pieces sold",
        "no of pieces|invoiced qty|shipped|qty sld|sls qty|ship qty|units sld|qty ship",
    ),
    "sold": (
        "sold price|unit sold price|sold price each|sell price|selling price|unit sell",
        "unit sell price|sold each|price each|price ea|each price|actual price|unit price",
        "sale price|unit sale|unit sale price|sold at|sold for|price sold|price charged",
        "customer price|invoice price|charged price|price per unit|price/unit|sold|sell|price|sale",
    ),
    "extended_sold": (
        "extended price|ext price|ext. price|extended sale|ext sale|extended sell|ext sell",
        "extended sold|ext sold|total price|total sale|total sold|sale total|price extended",
        "total actual price|line total|sale amount|sales amount|extended amount|ext amount",
        "extended|amount|sales|net sales|gross sales|total sales|revenue|sales dollars",
        "sale dollars|total sell|total selling price|price total|extprice|ext|total",
        "sale amt|sales amt|sls amt|ext sls|ext amt|tot sale|tot sales|tot price",
    ),
    "ro": (
        "ro|ro number|ro no|ro num|ro #|r.o.|repair order|repair order number|repair order no",
        "invoice|invoice number|invoice no|invoice num|invoice #|inv|inv no|inv #|invoice id",
        "document|document number|doc no|ticket|ticket number|ticket no|order number|order no",
        "transaction|transaction id|transaction number|work order|work order number|wo|receipt",
        "receipt number|sale number|sales order|ref no|reference",
    ),
    "line": (
        "line|line number|line no|line #|line num|ro line|ro line number|invoice line|seq",
        "sequence|sequence number|line item|line id|job line|ln",
    ),
    "date": (
        "date|sale date|sold date|invoice date|date sold|ro date|close date|closed date",
        "date closed|transaction date|posting date|posted date|date posted|trans date|tran date",
        "cashier date|order date|ticket date|doc date|document date|day|sales date|open date",
        "final date|date of sale|inv date|inv dt|invoice dt|ro close date|tran dt|sale dt|dt",
    ),
    "pay_type": (
        "pay type|paytype|payment type|labor type|sale type|pay code|pay method|type of pay",
        "ro pay type|pay|line pay type|cp/w/i|cwi|bill type|billing type|sales type",
    ),
    "counterperson": (
        "counterperson|counter person|counterman|counter|employee|employee number|employee no",
        "employee id|employee name|sold by|salesperson|sales person|sales rep|clerk|cashier",
        "cashier name|user|operator|parts person|parts advisor|emp|emp no|advisor|writer|salesman",
    ),
    "customer_type": ("customer type|cust type|customer class|cust class|account type|trade",),
    "price_code": ("price code|pricing code|price level|price type|price class|price source",),
    "channel": ("channel|sales channel|sale channel|counter/shop|where sold|outlet",),
    "store": (
        "store|store no|store number|store #|store id|store name|rooftop|rooftop name|dealer",
        "dealer no|dealer number|dealer id|dealer code|dealership|branch|branch no|branch number",
        "branch id|branch name|company|company no|company number|co|location|location id|loc",
    ),
    "stocking_group": (
        "stocking group|stock group|stock grp|part group|parts group|group|group code",
        "product group",
    ),
    "vendor": (
        "vendor|vendor name|vendor code|vendor no|vendor number|vendor id|supplier",
        "supplier name|supplier code|supplier no|supplier number",
    ),
    "customer": (),
}
"""Field -> names in order of preference, separated by bars; one without is never recognised."""
BESIDE_SOURCE = ("stocking_group", "vendor")
"""Fields that are recognised only beside a source: some of their names are names of one."""
FIELDS = tuple(SYNONYMS)
NUMBER_FIELDS = ("cost", "extended_cost", "list", "quantity", "sold", "extended_sold")
REQUIRED = (
    (("cost", "extended_cost"), "the cost"),
    (("quantity",), "the quantity"),
    (("sold", "extended_sold"), "the sold price"),
)
_FEWEST = 3
_MAX_SHOWN = 12


def plain_name(header: str) -> str:
    """Return a header without case, blanks and punctuation; `#`, `/` and `%` carry meaning."""
    text = re.sub(r"\((each|ea|\$|usd|us\$|dollars?)\)", "", header.casefold())
    return re.sub(r"[^a-z0-9#/%]", "", text)


_NO_PRICES = frozenset(
    map(
        plain_name,
        (
            *("ytd", "year to date", "prior ytd", "pytd", "ly", "lytd", "last year", "prior year"),
            *("prior yr", "prev year", "last yr", "ytd qty", "ytd units", "rank", "bin"),
            *(
                "on hand",
                "oh",
                "qoh",
                "qty oh",
                "qty on hand",
                "oh qty",
                "on order",
                "qty on order",
            ),
            *("oo", "available", "avail", "min", "max", "demand", "hits", "lost sales", "reorder"),
            *("rop", "bsl", "best stocking level", "months no sale", "mns", "days supply"),
            *("12 mo total", "12 month total", "total 12 mo", "total qty", "total units"),
        ),
    )
)
"""What stands in a ranking beside its prices: pieces on the shelf, of other years, days."""


def is_no_price(header: str) -> bool:
    """Tell whether a column is known by its name to hold no price."""
    return plain_name(header) in _NO_PRICES


def _ranks(*wanted: str) -> dict[str, tuple[str, int]]:
    """Return what each name means, the first field that has it, and how well known it is."""
    return {
        plain_name(name): (field, rank)
        for field in reversed(wanted)
        for rank, name in reversed(tuple(enumerate("|".join(SYNONYMS[field]).split("|"))))
        if name
    }


_RANKS = _ranks(*(field for field in FIELDS if field not in BESIDE_SOURCE))
_RANKS_BESIDE = _ranks(*BESIDE_SOURCE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which 0-based column each field is taken from, and the header row that said so.

    `labels` tells what fields were made of that are no column as it stands. `is_sold_unknown` says
    that the file has no sold price, which is known and not overlooked.
    """

    places: Mapping[str, int]
    header: tuple[str, ...]
    row: int | None
    problems: tuple[str, ...] = ()
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    is_sold_unknown: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Words for each needed field that has no column."""
        return tuple(
            words
            for fields, words in REQUIRED
            if not any(field in self.places for field in fields)
            and not (self.is_sold_unknown and "sold" in fields)
        )

    @property
    def names(self) -> dict[str, str]:
        """Field -> the header that it was taken from; a column's number where there is none."""
        return {
            field: self.labels.get(field) or self.name(place)
            for field, place in self.places.items()
        }

    def name(self, place: int) -> str:
        """Return a column's header, or its 1-based number where it has none."""
        text = self.header[place].strip() if place < len(self.header) else ""
        return " ".join(text.split()) or f"column {place + 1}"


def recognise(header: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return field -> column by the synonyms, and a sentence for each column passed over."""
    best = _best(header, _RANKS)
    places = _settle_line({field: found[0] for field, found in best.items()})
    if "source" in places:
        free = [None if at in places.values() else text for at, text in enumerate(header)]
        beside = _best(free, _RANKS_BESIDE)
        places |= {field: found[0] for field, found in beside.items()}
    passed = [
        f"Two columns look like {field.replace('_', ' ')}: “{header[found[0]].strip()}” is taken, "
        f"“{header[other].strip()}” is not"
        for field, found in best.items()
        for other in sorted(found[1:])
        if other not in places.values()
    ]
    return places, tuple(passed)


def _best(
    header: Sequence[str | None], ranks: Mapping[str, tuple[str, int]]
) -> dict[str, list[int]]:
    """Return the columns that look like each field, the one with the better-known name first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, text in enumerate(header):
        known = None if text is None else ranks.get(plain_name(text))
        if known is not None:
            field, rank = known
            found.setdefault(field, []).append((rank, place))
    return {field: [place for _, place in sorted(ranked)] for field, ranked in found.items()}


def _settle_line(places: dict[str, int]) -> dict[str, int]:
    """Take `Line` for the line of an RO only where there is an RO; else it is a product line."""
    if "line" in places and "ro" not in places:
        place = places.pop("line")
        places.setdefault("source", place)
    return places


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the row with the most recognised fields, None below three."""
    counts = [len(recognise(row)[0]) for row in rows]
    most = max(counts, default=0)
    return counts.index(most) if most >= _FEWEST else None


def refuse_missing(path: Path, columns: Columns) -> None:
    """Raise UnknownColumnsError where a needed field has no column."""
    if missing := columns.missing:
        raise _missing(path, missing[0], columns.header)


def settle_columns(
    path: Path,
    rows: Sequence[Sequence[str]],
    wanted: Mapping[str, str | int],
    header_row: int | None,
) -> Columns:
    """Settle the columns from the first rows, a mapping's wishes first; needed ones may lack.

    `header_row` is a place in rows, -1 where the file has no header, None to look for it.
    Raises MatrixDesignerError where a wish cannot be met.
    """
    row = find_header(rows) if header_row is None else header_row
    if row is None and any(isinstance(name, str) and name for name in wanted.values()):
        row = _row_naming(rows, [name for name in wanted.values() if isinstance(name, str)])
    has_header = row is not None and row >= 0
    header = tuple(rows[row]) if row is not None and row >= 0 else ()
    places, problems = recognise(header) if has_header else ({}, ())
    for field, name in wanted.items():
        places.pop(field, None)
        if name != "":
            places[field] = column_at(path, rows, header, field, name)
    said = {places[field] for field in wanted if field in places and field in NUMBER_FIELDS}
    for field in NUMBER_FIELDS:  # a column that somebody says is one number is not another by name
        if field not in wanted and places.get(field) in said:
            del places[field]
    ordered = {field: places[field] for field in FIELDS if field in places}
    return Columns(ordered, header, row if has_header else None, problems)


def _row_naming(rows: Sequence[Sequence[str]], names: Sequence[str]) -> int | None:
    """Return the first row that holds all the names that a mapping gives."""
    wanted = {plain_name(name) for name in names if name}
    for place, row in enumerate(rows):
        if wanted <= {plain_name(cell) for cell in row}:
            return place
    return None


def column_at(
    path: Path, rows: Sequence[Sequence[str]], header: Sequence[str], field: str, name: str | int
) -> int:
    """Return the column that a mapping names by its header or by its 1-based number."""
    if isinstance(name, int):
        width = len(header) or max(map(len, rows), default=0)
        if name < 1 or name > width:
            has = f"It has {width} columns" if width > 1 else ""
            raise MatrixDesignerError(
                f"{path.name} has no column {name} for {field}", has, "Columns count from 1"
            )
        return name - 1
    for same in (str.strip, plain_name):
        for place, text in enumerate(header):
            if same(text) == same(name):
                return place
    title = f"{path.name} has no column “{name}” for {field}"
    if shown := _shown(header):
        raise MatrixDesignerError(title, shown, "Mend the mapping file")
    first = next((row for row in rows if _names(row)), ())
    detail = f"No row of it holds all the mapping's names; its first row is: {_names(first)}"
    raise MatrixDesignerError(
        title,
        detail if first else "It has no row",
        "Mend the mapping file; a column may be given by its number, counted from 1",
    )


class UnknownColumnsError(MatrixDesignerError):
    """No column of a sales file was recognised for what is needed; a mapping would say which."""

    def __init__(self, path: Path, words: str, detail: str) -> None:
        """Name the file and what has no column."""
        super().__init__(
            f"{path.name}: no column was recognised for {words}",
            detail,
            "Name the columns in a mapping file and use import --map",
        )
        self.path = path


def _missing(path: Path, words: str, header: Sequence[str]) -> UnknownColumnsError:
    shown = _shown(header) or "No row looks like the header of a sales file"
    return UnknownColumnsError(path, words, shown)


def _shown(header: Sequence[str]) -> str:
    names = _names(header)
    return f"Its columns are: {names}" if names else ""


def _names(row: Sequence[str]) -> str:
    return ", ".join([text.strip() for text in row if text.strip()][:_MAX_SHOWN])
