"""Synthetic parts: invented numbers, words, costs and list prices of an invented dealership.

Everything here is made up by a seeded generator and stands for no real part, price or maker.
Knows numpy and money units; it does not know sales lines or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.evidence import MISSING, Ints
from matrix_designer.core.money import CENT, DOLLAR, PIECE

Floats = NDArray[np.float64]

SOURCES = ("10", "12", "14", "03", "07", "20", "41", "60")
"""Invented stocking groups, in the order of SOURCE_NAMES."""
SOURCE_NAMES = (
    "Engine and driveline",
    "Electrical",
    "Body and trim",
    "Maintenance",
    "Brakes",
    "Accessories",
    "Tyres",
    "Bulk fluids",
)
FLUIDS = SOURCES.index("60")
CLASSES = ("A", "B", "C", "CORE")
"""Movement classes, and the class of core charges."""
CORE_CLASS = CLASSES.index("CORE")
BANDS = 4
LOW, MAIN, HIGH, FLUID = range(BANDS)
BAND_SHARES = (0.075, 0.802, 0.119, 0.004)
"""Shares of cost dollars that the bands are given: under $10, $10 to $35, above, bulk fluids."""

WORDS: tuple[tuple[tuple[str, float, float], ...], ...] = (
    (
        *(("BOLT", 0, 4), ("SEAL, OIL", 1.5, 20), ("GASKET, VALVE COVER", 9, 45)),
        *(("MOUNT, ENGINE", 24, 140), ("PUMP, WATER", 28, 220), ("BEARING, HUB", 32, 260)),
        *(("AXLE, DRIVE", 150, inf), ("TRANSMISSION ASSEMBLY", 420, inf)),
    ),
    (
        *(("BULB", 0, 9), ("RELAY", 0, 18), ("SWITCH, DOOR", 4, 40), ("LAMP, TAIL", 14, 160)),
        *(("SENSOR, OXYGEN", 22, 180), ("HEATER CORE", 30, 260), ("HARNESS, WIRE", 60, inf)),
        ("COMPRESSOR, AIR CONDITIONING", 190, inf),
    ),
    (
        *(("CLIP, TRIM", 0, 5), ("RETAINER", 0, 12), ("MOULDING", 8, 70)),
        *(("HANDLE, DOOR", 14, 110), ("GRILLE", 28, 400), ("CORE SUPPORT, RADIATOR", 45, inf)),
    ),
    (
        *(("FUSE", 0, 3), ("PLUG, SPARK", 2, 16), ("FILTER, OIL", 4, 8.5), ("BLADE, WIPER", 6, 24)),
        *(("FILTER, AIR", 9, 32), ("BELT, SERPENTINE", 18, inf), ("FILTER, OIL", 24, 25)),
        ("CHAIN KIT, TIMING", 70, inf),
    ),
    (
        *(("SHIM KIT", 0, 9), ("PIN, CALIPER", 0, 12), ("HOSE, BRAKE", 9, 40)),
        *(("PADS, REAR BRAKE", 18, 80), ("PADS, FRONT BRAKE", 22, 95)),
        *(("ROTOR, BRAKE", 28, 160), ("CALIPER", 45, inf)),
    ),
    (
        *(("EMBLEM", 0, 22), ("NET, CARGO", 9, 45), ("FILM, BUMPER", 12, 48)),
        *(("LOCK SET, WHEEL", 14, 60), ("MAT SET, FLOOR", 26, 160), ("HITCH", 90, inf)),
    ),
    (
        *(("CAP", 0, 2), ("WEIGHT, WHEEL", 0, 4), ("VALVE, TYRE", 1, 14)),
        *(("KIT, TYRE REPAIR", 8, 36), ("SENSOR, TYRE", 18, 75)),
        *(("TYRE, ALL SEASON", 30, inf), ("TYRE, WINTER", 34, inf)),
    ),
)
"""What the parts of each source are called, and the dollars from and to which such a one costs.

A few oil filters cost far more than the others, as those of a diesel do.
"""
_KINDS = 6
_FLUID_WORDS = (
    *("OIL 0W-20, OUNCE", "COOLANT, OUNCE", "ATF, OUNCE"),
    *("OIL 5W-30, QUART", "ATF, QUART", "GREASE"),
)
_FLUID_COSTS = (375, 330, 525, 31_250, 41_875, 28_900)
"""Costs of the fluids above, in their order: three by the ounce, three by the quart or tube."""
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SOURCE_CHANCES = (
    (0.24, 0.16, 0.22, 0.24, 0.04, 0.06, 0.04),
    (0.27, 0.22, 0.14, 0.15, 0.12, 0.07, 0.03),
    (0.30, 0.26, 0.16, 0.02, 0.10, 0.08, 0.08),
)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A synthetic parts file; columns of one length, amounts in ten-thousandths of a dollar.

    `cost` and `list_price` (MISSING where there is none) are as the year begins; `weight` is
    how often a line takes the part, within its band.
    """

    numbers: tuple[str, ...]
    descriptions: tuple[str, ...]
    source: Ints
    sale_class: Ints
    band: Ints
    cost: Ints
    list_price: Ints
    weight: Floats


def some(rng: np.random.Generator, size: int, chance: float | Floats) -> NDArray[np.bool_]:
    """Pick each of `size` places with its chance."""
    picked: NDArray[np.bool_] = rng.random(size) < chance
    return picked


def make_parts(rng: np.random.Generator, count: int) -> Parts:
    """Make `count` synthetic parts, about half of them costing $10 to $35."""
    band = rng.choice(BANDS, size=count, p=(0.34, 0.48, 0.17, 0.01))
    cost = _costs(rng, band)
    source = _sources(rng, band)
    word = rng.integers(0, _KINDS, count)
    is_fluid = band == FLUID
    word[is_fluid] = np.arange(int(is_fluid.sum())) % _KINDS
    cost[is_fluid] = np.array(_FLUID_COSTS)[word[is_fluid]]
    return Parts(
        numbers=_numbers(rng, count),
        descriptions=_descriptions(source, word, cost),
        source=source,
        sale_class=rng.choice(3, size=count, p=(0.2, 0.3, 0.5)),
        band=band,
        cost=cost,
        list_price=_lists(rng, band, cost),
        weight=np.where(is_fluid, 1.0, rng.lognormal(0.0, 1.0, count)),
    )


def _descriptions(source: Ints, word: Ints, cost: Ints) -> tuple[str, ...]:
    """Call each part by one of the words of its source for parts that cost so much."""
    made = np.empty(len(source), dtype=object)
    here = source == FLUIDS
    made[here] = np.array(_FLUID_WORDS, dtype=object)[word[here]]
    for group, words in enumerate(WORDS):
        here = source == group
        names, low, high = (np.array(column) for column in zip(*words, strict=True))
        dollars = cost[here, np.newaxis] / DOLLAR
        fits = (dollars >= low) & (dollars < high)
        place = word[here] % fits.sum(axis=1)
        made[here] = names[(np.cumsum(fits, axis=1) > place[:, np.newaxis]).argmax(axis=1)]
    return tuple(made.tolist())


def raise_costs(rng: np.random.Generator, parts: Parts, share: float) -> Parts:
    """Return the parts after a price file that raises a share of them by 1 to 4 percent."""
    size = len(parts.cost)
    permille = rng.integers(1_010, 1_041, size)
    moved = some(rng, size, share) & (parts.band != FLUID)
    cost = _whole_cents(parts.cost * permille // 1_000)
    raised = _whole_cents(parts.list_price * permille // 1_000)
    return Parts(
        parts.numbers,
        parts.descriptions,
        parts.source,
        parts.sale_class,
        parts.band,
        np.where(moved, cost, parts.cost),
        np.where(moved & (parts.list_price != MISSING), raised, parts.list_price),
        parts.weight,
    )


def draw_quantities(rng: np.random.Generator, band: Ints, cost: Ints) -> Ints:
    """Draw how many pieces (thousandths) each line sells, by the band and cost of its part."""
    size = len(band)
    low = rng.choice((1, 2, 4, 6, 8), size=size, p=(0.4, 0.25, 0.2, 0.1, 0.05)) * PIECE
    main = rng.choice((1, 2, 4), size=size, p=(0.74, 0.2, 0.06)) * PIECE
    high = rng.choice((1, 2), size=size, p=(0.94, 0.06)) * PIECE
    ounces = rng.choice((32_000, 64_000, 72_500, 80_000), size=size)
    fluid = np.where(cost < DOLLAR, ounces, rng.choice((1_000, 4_500, 5_000, 6_300), size=size))
    drawn: Ints = np.choose(band, (low, main, high, fluid)).astype(np.int64)
    return drawn


def band_chances(parts: Parts, rng: np.random.Generator) -> Floats:
    """Return how likely a line is in each band so that the bands get their share of dollars."""
    pieces = draw_quantities(rng, parts.band, parts.cost)
    chances = np.zeros(BANDS)
    for band, share in enumerate(BAND_SHARES):
        here = parts.band == band
        if here.any():
            dollars = (parts.cost * pieces)[here].astype(np.float64)
            chances[band] = share / np.average(dollars, weights=parts.weight[here])
    total: Floats = chances / chances.sum()
    return total


def draw_parts(rng: np.random.Generator, parts: Parts, chances: Floats, count: int) -> Ints:
    """Draw the part of each of `count` lines: first the band, then a part by its weight."""
    weight = parts.weight.copy()
    for band in range(BANDS):
        here = parts.band == band
        if here.any():
            weight[here] *= chances[band] / weight[here].sum()
    steps = np.cumsum(weight)
    drawn: Ints = np.searchsorted(steps, rng.random(count) * steps[-1], side="right")
    return np.minimum(drawn, len(weight) - 1)


def _costs(rng: np.random.Generator, band: Ints) -> Ints:
    """Draw costs: cents for most parts, four decimals for fluids and for one part in 200."""
    size = len(band)
    low = np.exp(rng.uniform(np.log(0.12), np.log(9.99), size))
    main = 10 + 25 * rng.beta(1.8, 2.5, size)
    high = 35.01 + rng.lognormal(np.log(38.0), 1.0, size)
    dollars = np.choose(band, (low, main, np.minimum(high, 960.0), main))
    cost = _whole_cents((dollars * DOLLAR).astype(np.int64))
    round_ones = some(rng, size, 0.03)
    cost[round_ones] = np.maximum(cost[round_ones] // (5 * DOLLAR), 1) * 5 * DOLLAR
    cost[(band == HIGH) & some(rng, size, 0.05)] = 50 * DOLLAR
    fine = some(rng, size, 0.005)
    cost[fine] += rng.integers(1, CENT, int(fine.sum()))
    return cost


def _lists(rng: np.random.Generator, band: Ints, cost: Ints) -> Ints:
    """Draw list prices: a cost ratio that falls with cost; one part in 60 has none."""
    middle = np.choose(band, (2.10, 1.92, 1.74, 1.90))
    ratio = middle * rng.lognormal(0.0, 0.085, len(band))
    exact = (cost * ratio).astype(np.int64)
    listed = np.where(band == FLUID, exact, np.maximum(_whole_cents(exact), CENT))
    return np.where(some(rng, len(band), 1 / 60), MISSING, listed)


def _sources(rng: np.random.Generator, band: Ints) -> Ints:
    """Draw the stocking group of each part; fluids have one of their own."""
    source = np.full(len(band), FLUIDS, dtype=np.int64)
    for place, chances in enumerate(_SOURCE_CHANCES):
        here = band == place
        source[here] = rng.choice(len(chances), size=int(here.sum()), p=chances)
    return source


def _numbers(rng: np.random.Generator, count: int) -> tuple[str, ...]:
    """Make distinct part numbers; some look like numbers (00123456, 12E5012) and must stay text."""
    letters = [_LETTERS[place] for place in rng.integers(0, len(_LETTERS), count).tolist()]
    shapes = rng.integers(0, 40, count).tolist()
    numbers = []
    for place, (letter, shape) in enumerate(zip(letters, shapes, strict=True)):
        scattered = (place * 7_919 + 104_729) % 10_000_019
        if shape == 0:
            numbers.append(f"{scattered:010d}")
        elif shape == 1:
            numbers.append(f"{scattered % 100:02d}E{scattered:07d}")
        else:
            numbers.append(f"{scattered // 100:05d}-{letter}{letter}{scattered % 100:02d}")
    return tuple(numbers)


def _whole_cents(amounts: Ints) -> Ints:
    """Cut amounts to whole cents."""
    return amounts // CENT * CENT
