"""The sample dealership: a synthetic year of parts sales, made by a seeded generator.

"Harbor Motors" is invented, and so is everything here: parts, people, repair orders, prices. It
stands for no real dealership, and no figure of it is evidence of what dealers earn. Knows nouns
and numpy; it knows no file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from matrix_designer.core import pricing
from matrix_designer.core.design import InForce
from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT, amount_text, quantity_text, read_bound
from matrix_designer.core.sample_parts import (
    CLASSES,
    CORE_CLASS,
    FLUID,
    HIGH,
    SOURCES,
    Parts,
    band_chances,
    draw_parts,
    draw_quantities,
    make_parts,
    raise_costs,
    some,
)

NAME = "Harbor Motors (synthetic)"
"""The invented dealership's name, always with the word that says so."""
GOAL = 46 * POINT
FIRST_DAY = dt.date(2025, 7, 1)
DAYS = 365
COLUMNS = (
    "RO",
    "Line",
    "Date",
    "Pay Type",
    "Counterperson",
    "Source",
    "Class",
    "Part Number",
    "Description",
    "Cost",
    "List",
    "Quantity",
    "Sold Price",
)
PEOPLE = ("Alvarez", "Brandt", "Cole", "Diaz", "Egan")
"""Invented counterpeople; Cole discounts often."""
PAY_TYPES = ("C", "W", "I")
_DISCOUNTER = PEOPLE.index("Cole")
_PRICE_FILE_DAY = 184
_SATURDAY, _SUNDAY = 5, 6
_MOVE = 2
_CORE_VALUES = (12, 25, 45, 60, 85)
_EXTRAS = ("return", "odd return", "core", "core pair", "duplicate", "zero")
Cells = tuple[str, ...]
"""One row of the file as text."""

_IN_FORCE = (
    ("0.01", "5.00", "×2.45"),
    ("5.01", "10.00", "×2.00"),
    ("10.01", "25.00", "×1.78"),
    ("25.01", "49.99", "×1.75"),
    ("50.01", "100.00", "×1.74"),
    ("100.01", "250.00", "×1.72"),
    ("250.01", "", "×1.70"),
)
IN_FORCE_NOTE = (
    "Invented, with faults on purpose: a cost of exactly 50.00 matches no tier, the price falls "
    "at five bounds, seven wide tiers, no cap."
)


@dataclass(frozen=True, slots=True, eq=False)
class SampleLines:
    """Synthetic sales lines, int64 columns of one length; `part` points into `parts`."""

    parts: Parts
    ro: Ints
    line: Ints
    day: Ints
    pay: Ints
    person: Ints
    part: Ints
    cost: Ints
    list_price: Ints
    quantity: Ints
    sold: Ints


_LINE_COLUMNS = tuple(field.name for field in fields(SampleLines) if field.name != "parts")


def in_force() -> InForce:
    """Return the invented matrix in force: seven wide tiers with named faults."""
    tiers = tuple(
        Tier(
            read_bound(lower),
            read_bound(upper) if upper else None,
            read_factor(factor).factor,
        )
        for lower, upper, factor in _IN_FORCE
    )
    return InForce(Matrix("In force", tiers), dt.date(2024, 2, 3), IN_FORCE_NOTE)


def make_lines(rng: np.random.Generator, parts: Parts, later: Parts, count: int) -> SampleLines:
    """Make `count` ordinary synthetic lines in order of their day, a few to a repair order.

    From the middle of the year on, costs and lists are those of `later`, the same parts.
    """
    part = draw_parts(rng, parts, band_chances(parts, rng), count)
    order = np.sort(rng.integers(0, max(count * 5 // 13, 1), count))
    starts = np.flatnonzero(np.diff(order, prepend=-1))
    ro = np.cumsum(np.diff(order, prepend=-1) != 0) - 1
    orders = len(starts)
    day = np.sort(_working_days(rng, orders))[ro]
    is_later = day >= _PRICE_FILE_DAY
    cost = np.where(is_later, later.cost[part], parts.cost[part])
    list_price = np.where(is_later, later.list_price[part], parts.list_price[part])
    pay = rng.choice(3, size=orders, p=(0.93, 0.04, 0.03))[ro]
    person = rng.choice(len(PEOPLE), size=orders, p=(0.28, 0.24, 0.2, 0.16, 0.12))[ro]
    lines = SampleLines(
        parts=parts,
        ro=ro + 100_001,
        line=np.arange(count) - starts[ro] + 1,
        day=day,
        pay=pay,
        person=person,
        part=part,
        cost=cost,
        list_price=list_price,
        quantity=draw_quantities(rng, parts.band[part], cost),
        sold=np.zeros(count, dtype=np.int64),
    )
    return replace(lines, sold=_sold(rng, lines))


def sample_rows(seed: int = 1, count: int = 24_600) -> Iterator[Cells]:
    """Yield the synthetic sales file as rows of text, header first.

    Beside `count` ordinary lines it holds returns, core charges, zero costs, missing lists,
    duplicates, unreadable cells and a total line, as real files do.
    """
    rng = np.random.default_rng(seed)
    parts = make_parts(rng, 3_000)
    lines = make_lines(rng, parts, raise_costs(rng, parts, 0.4), count)
    yield COLUMNS
    extra = _extra_lines(rng, lines)
    cost_texts, list_texts = _blemish(rng, lines)
    for place, row in enumerate(_texts(lines, cost_texts, list_texts)):
        yield row
        yield from extra.get(place, ())
    yield ("", "", "", "", "", "", "", "", "TOTAL", "", "", "", "")


def _working_days(rng: np.random.Generator, count: int) -> Ints:
    """Draw days from Monday to Saturday, Saturdays half as many; moved days go to a Friday.

    The year begins on a Tuesday, so that no day moves out of it.
    """
    days = rng.integers(0, DAYS, count)
    weekday = (days + FIRST_DAY.weekday()) % 7
    is_free_saturday = (weekday == _SATURDAY) & some(rng, count, 0.5)
    shifted: Ints = np.where(
        weekday == _SUNDAY, days - _MOVE, np.where(is_free_saturday, days - 1, days)
    )
    return shifted


def _sold(rng: np.random.Generator, lines: SampleLines) -> Ints:
    """Price the lines under the matrix in force, then let people override some of them."""
    schedule = pricing.compile_matrix(in_force().matrix)
    matrix = pricing.price(schedule, lines.cost, lines.list_price).price
    plus_67 = _half_up(lines.cost * 167, 100)
    listed = np.where(lines.list_price == MISSING, plus_67, _half_up(lines.list_price, 1))
    price = np.where(matrix < 0, listed, matrix)
    size = len(price)
    band = lines.parts.band[lines.part]
    discounted = _half_up(price * rng.choice((85, 90, 95), size), 100)
    often = np.where(lines.person == _DISCOUNTER, 0.22, 0.025)
    sold = np.where(some(rng, size, often), discounted, price)
    dear = np.where(band == HIGH, 0.4, 0.03)
    sold = np.where((listed < price) & (band != FLUID) & some(rng, size, dear), listed, sold)
    typed = price // DOLLAR * DOLLAR + 95 * CENT
    sold = np.where(some(rng, size, 0.01), typed, sold)
    sold = np.where(some(rng, size, 0.001), _half_up(lines.cost * 9, 10), sold)
    sold = np.where(some(rng, size, 0.002), 0, sold)
    warranty = _half_up(lines.cost * 140, 100)
    internal = _half_up(lines.cost * 125, 100)
    by_pay: Ints = np.choose(lines.pay, (sold, warranty, internal)).astype(np.int64)
    return by_pay


def _half_up(numerator: Ints, denominator: int) -> Ints:
    """Divide amounts and round half up to whole cents."""
    unit = denominator * CENT
    rounded: Ints = (2 * numerator + unit) // (2 * unit) * CENT
    return rounded


def _texts(lines: SampleLines, costs: list[str], lists: list[str]) -> Iterator[Cells]:
    """Write each line as the cells of a row."""
    days = [_day_text(day) for day in range(DAYS)]
    parts = lines.parts
    source, sale_class = parts.source.tolist(), parts.sale_class.tolist()
    columns = (
        lines.ro.tolist(),
        lines.line.tolist(),
        lines.day.tolist(),
        lines.pay.tolist(),
        lines.person.tolist(),
        lines.part.tolist(),
        lines.quantity.tolist(),
        lines.sold.tolist(),
    )
    for place, (ro, line, day, pay, person, part, quantity, sold) in enumerate(
        zip(*columns, strict=True)
    ):
        yield (
            str(ro),
            str(line),
            days[day],
            PAY_TYPES[pay],
            PEOPLE[person],
            SOURCES[source[part]],
            CLASSES[sale_class[part]],
            parts.numbers[part],
            parts.descriptions[part],
            costs[place],
            lists[place],
            quantity_text(quantity),
            amount_text(sold),
        )


def _day_text(day: int) -> str:
    return (FIRST_DAY + dt.timedelta(days=day)).isoformat()


def _list_text(list_price: int) -> str:
    return "" if list_price == MISSING else amount_text(list_price)


def _blemish(rng: np.random.Generator, lines: SampleLines) -> tuple[list[str], list[str]]:
    """Write costs and lists, with some zero, blank, negative and unreadable cells among them."""
    costs = [amount_text(cost) for cost in lines.cost.tolist()]
    lists = [_list_text(price) for price in lines.list_price.tolist()]
    places = rng.choice(len(costs), size=124, replace=False).tolist()
    blemishes = ["0.00"] * 80 + [""] * 36 + ["-4.10"] * 3 + ["#N/A"] * 3 + ["see note"] * 2
    for place, text in zip(places, blemishes, strict=True):
        costs[place] = text
    return costs, lists


def _extra_lines(rng: np.random.Generator, lines: SampleLines) -> dict[int, list[Cells]]:
    """Make returns, core lines, duplicates and zero quantities, keyed by the line they follow."""
    size = len(lines.ro)
    place = np.sort(rng.choice(size, size=620, replace=False))
    kind = rng.choice(len(_EXTRAS), size=len(place), p=(0.36, 0.14, 0.22, 0.22, 0.04, 0.02))
    later = np.searchsorted(lines.day, lines.day[place] + rng.integers(1, 45, len(place)))
    value = rng.choice(_CORE_VALUES, len(place)).tolist()
    picked = replace(lines, **{name: getattr(lines, name)[place] for name in _LINE_COLUMNS})
    costs = [amount_text(cost) for cost in picked.cost.tolist()]
    lists = [_list_text(price) for price in picked.list_price.tolist()]
    extra: dict[int, list[Cells]] = {}
    for number, cells in enumerate(_texts(picked, costs, lists)):
        row = dict(zip(COLUMNS, cells, strict=True))
        back = min(int(later[number]), size - 1)
        row |= {"Invoice": str(900_001 + number), "Core": f"{value[number]}.00"}
        less = _half_up(picked.sold[number] * 8, 10)
        row |= {"Back": _day_text(int(lines.day[back])), "Less": amount_text(int(less))}
        name = _EXTRAS[int(kind[number])]
        follows = back if name in ("return", "odd return") else int(place[number])
        extra.setdefault(follows, []).extend(_extra(row, name))
    return extra


def _extra(row: dict[str, str], kind: str) -> Iterator[Cells]:
    """Yield the rows that one line brings with it: a return, a core, a second copy ..."""
    back = {"RO": row["Invoice"], "Line": "1", "Date": row["Back"]}
    core = {"Class": CLASSES[CORE_CLASS], "Quantity": "1"}
    core |= dict.fromkeys(("Cost", "List", "Sold Price"), row["Core"])
    changes: tuple[dict[str, str], ...] = {
        "return": (back | {"Quantity": f"-{row['Quantity']}"},),
        "odd return": (back | {"Quantity": f"-{row['Quantity']}", "Sold Price": row["Less"]},),
        "core": (core | {"Line": "81", "Description": "CORE CHARGE"},),
        "core pair": (
            core | {"Line": "82", "Description": "CORE DEPOSIT"},
            core | {"Line": "83", "Description": "CORE RETURN", "Quantity": "-1"},
        ),
        "duplicate": ({},),
        "zero": ({"Line": "70", "Quantity": "0"},),
    }[kind]
    for change in changes:
        merged = row | change
        yield tuple(merged[column] for column in COLUMNS)
