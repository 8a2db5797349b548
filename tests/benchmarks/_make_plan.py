"""Invent a history told apart by part, and a plan over it, as large as the largest asked for.

Columns straight from a seeded generator: they stand for 10 million lines without being a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import PartName, Sales, SalesRows, Tally
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
    Span,
)

SEED = 20261122
LINES = 10_000_000
PARTS, COSTS, KINDS = 120_000, 334_000, 9
"""Part numbers, (part, cost, list) asked for, and rows that each of those has."""
SOURCES, MATRICES, FAMILIES, FLAT_PRICES, RULES = 40, 8, 12, 500, 30
_WORDS = ("FILTER ASM-OIL", "PAD KIT-FR BRK", "BLADE-WIPER", "SENSOR", "GASKET", "BOLT", "HOSE")
_CUSTOMERS = ("Retail", "Fleet", "Senior", "Wholesale")
_UPPERS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 40, 55, 70, 85, 100, 250)
_FACTORS = (350, 300, 270, 250, 235, 215, 198, 192, 188, 182, 180, 179, 178, 176, 175)


def make_part_sales(costs: int = COSTS) -> Sales:
    """Invent distinct rows of parts, sources, pay types, customers, channels and sold prices."""
    rng = np.random.default_rng(SEED)
    part = rng.integers(0, PARTS, costs)
    base = np.exp(rng.normal(np.log(16.0), 1.25, PARTS))
    amounts = np.clip(base[part] * rng.uniform(0.97, 1.09, costs), 0.05, 20_000)
    cost = np.round(amounts * 100).astype(np.int64) * CENT
    listed = np.round(amounts * rng.normal(1.72, 0.18, PARTS)[part] * 100).astype(np.int64) * CENT
    listed = np.where(rng.random(costs) < 0.01, -1, np.maximum(listed, CENT))
    distinct = np.unique(np.stack([cost, listed, part]), axis=1)
    cost, listed, part = (np.repeat(column, KINDS) for column in distinct)
    count = len(cost)
    # 24 combinations of pay type, customer and channel, nine different ones for each.
    kind = (np.tile(np.arange(KINDS), count // KINDS) * 5 + part) % 24
    sold = np.round(cost / CENT * np.where(kind % 2, 1.85, 1.7)).astype(np.int64) * CENT
    lines = 1 + rng.multinomial(max(LINES - count, 0), rng.dirichlet(np.full(count, 0.6)))
    quantity = lines * rng.integers(1, 4, count) * PIECE
    source = rng.integers(0, SOURCES, PARTS)
    rows = SalesRows(
        cost=cost,
        list_price=listed,
        unit_sold=sold,
        source=source[part],
        sale_class=np.zeros(count, np.int64),
        pay_type=kind % 3,
        quantity=quantity,
        sold=sold * quantity,
        lines=lines.astype(np.int64),
        part=part.astype(np.int32),
        group=(source[part] // 8).astype(np.int16),
        vendor=(part % 7).astype(np.int16),
        customer_type=(kind // 3 % 4).astype(np.int16),
        channel=(kind // 12).astype(np.int16),
    )
    return Sales(
        name="invented",
        digest="invented",
        rows=rows,
        sources=tuple(f"S{n:02d}" for n in range(SOURCES)),
        classes=("",),
        pay_types=("C", "W", "I"),
        lines_read=int(lines.sum()),
        used=Tally(int(lines.sum())),
        set_aside={},
        notes={},
        parts=PARTS,
        part_names=tuple(
            PartName(f"{n:08d}", f"{_WORDS[n % len(_WORDS)]} {n % 977}") for n in range(PARTS)
        ),
        groups=tuple(f"G{n}" for n in range(5)),
        vendors=tuple(f"V{n}" for n in range(7)),
        customer_types=_CUSTOMERS,
        channels=("counter", "RO"),
    )


def make_plan_design() -> Design:
    """Make 8 matrices, 12 families, 500 flat prices and 30 rules, and a matrix in force."""
    matrices = tuple(_matrix(place) for place in range(MATRICES))
    families = tuple(
        Family(
            f"Family {place}",
            descriptions=(f"{_WORDS[place % 3]} {place * 7}*",),
            sources=tuple(f"S{n:02d}" for n in range(place, SOURCES, 4)),
            price=(20 + place) * DOLLAR + 95 * CENT,
        )
        for place in range(FAMILIES)
    )
    flats = tuple(
        FlatPrice(f"{n * 231:08d}", (5 + n % 60) * DOLLAR + 99 * CENT) for n in range(FLAT_PRICES)
    )
    classes = Classes(
        sources=tuple(
            (f"S{n:02d}", PartClass.CAPTIVE if n % 3 else PartClass.COMPETITIVE)
            for n in range(SOURCES)
        )
    )
    return Design(
        "benchmark",
        matrices,
        goal=46 * POINT,
        in_force=InForce(_matrix(0, "in force")),
        plan=Plan(_rules(matrices)),
        families=families,
        flat_prices=flats,
        classes=classes,
    )


def _rules(matrices: tuple[Matrix, ...]) -> tuple[Rule, ...]:
    """Make rules of every kind; the last eight part the sources among the matrices."""
    special = (
        Rule(ByFlatPrice(), name="Flat prices"),
        Rule(ByFamily(), name="Families"),
        Rule(LeftAlone(), Conditions(pay_types=("I",), channels=("counter",))),
        Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(descriptions=("brk",))),
        Rule(ByPercent(Basis.COST, 25 * POINT), Conditions(customer_types=("Wholesale",))),
        Rule(ByPercent(Basis.LIST, 0), Conditions(parts=("0000*7",))),
        Rule(ByMatrix("Matrix 7"), Conditions(classes=(PartClass.COMPETITIVE,), groups=("G1",))),
        Rule(ByMatrix("Matrix 6"), Conditions(cost=Span(400 * DOLLAR), vendors=("V3",))),
        Rule(ByMatrix("Matrix 5"), Conditions(list_price=Span(0, 3 * DOLLAR))),
        Rule(ByMatrix("Matrix 4"), Conditions(descriptions=("sensor*7",), pay_types=("C",))),
    )
    dated = tuple(
        Rule(
            ByMatrix(f"Matrix {place % MATRICES}"),
            Conditions(sources=(f"S{place:02d}",), customer_types=("Senior",)),
            starts=dt.date(2026, 1, 1),
            ends=dt.date(2026, 12, 31),
        )
        for place in range(RULES - len(special) - MATRICES)
    )
    by_source = tuple(
        Rule(
            ByMatrix(matrix.name),
            Conditions(sources=tuple(f"S{n:02d}" for n in range(place, SOURCES, MATRICES))),
        )
        for place, matrix in enumerate(matrices)
    )
    return (*special, *dated, *by_source)


def _matrix(place: int, name: str = "") -> Matrix:
    """Make 15 tiers with a cap; each matrix a little dearer than the one before."""
    lower = [0, *(upper * DOLLAR + CENT for upper in _UPPERS)]
    tiers = tuple(
        Tier(low, up * DOLLAR, read_factor(f"x{(factor + 2 * place) / 100:.2f}").factor)
        for low, up, factor in zip(lower, _UPPERS, _FACTORS, strict=False)
    )
    return Matrix(name or f"Matrix {place}", tiers, cap=Cap(250 * DOLLAR, CapRule.LOWER))


def with_factor(design: Design, step: int) -> Design:
    """Change one factor of the first matrix: the tiers take turns."""
    matrix = design.matrix
    row = step % len(matrix.tiers)
    factor = read_factor(f"x{(_FACTORS[row] + 1 + step % 7) / 100:.2f}").factor
    tiers = list(matrix.tiers)
    tiers[row] = replace(tiers[row], factor=factor)
    return replace(design, matrices=(replace(matrix, tiers=tuple(tiers)), *design.matrices[1:]))
