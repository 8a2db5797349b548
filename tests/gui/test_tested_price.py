"""The texts of one price test: what a price that is kept would say if it were made anew."""

from __future__ import annotations

import random
from dataclasses import replace

from matrix_designer.core.factor import Basis, Factor, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.pricing import compile_matrix
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.tested_price import (
    Part,
    step_names,
    still_holds,
    written_price,
)

FACTORS = ("x2", "+50%", "42% GP", "x1.5", "+$5.00")


def some_matrix(chance: random.Random) -> Matrix:
    bounds = sorted(chance.sample(range(1, 60), 4))
    tiers = tuple(
        Tier(low * 100, None if chance.random() < 0.1 else high * 100, factor(chance))
        for low, high in zip([1, *bounds], [*bounds, 60], strict=True)
    )
    return Matrix("m", tiers)


def factor(chance: random.Random) -> Factor:
    return read_factor(chance.choice(FACTORS)).factor


def edited(chance: random.Random, matrix: Matrix) -> Matrix:
    place = chance.randrange(len(matrix.tiers))
    tier = matrix.tiers[place]
    made = chance.choice(
        [
            replace(tier, factor=factor(chance)),
            replace(tier, lower=chance.randrange(60) * 100),
            replace(tier, upper=chance.choice([None, chance.randrange(60) * 100])),
        ]
    )
    after = replace(matrix, tiers=(*matrix.tiers[:place], made, *matrix.tiers[place + 1 :]))
    kind = chance.random()
    if kind < 0.1:
        return replace(matrix, rails=Rails(ceiling=chance.randrange(100) * 10_000))
    if kind < 0.2:
        return replace(after, cap=Cap(chance.randrange(60) * 100, CapRule.LOWER))
    if kind < 0.3:
        return replace(after, lookup=Basis.LIST, fallback=Fallback(FallbackKind.LIST))
    if kind < 0.4:
        return replace(after, mode=Mode.COMPOUND)
    return after


def test_a_price_that_is_kept_is_the_one_that_would_be_made() -> None:
    chance = random.Random(20260)  # noqa: S311 - a seed, no secret
    numbers, kept = Numbers(), 0
    for _ in range(1_500):
        before = some_matrix(chance)
        after = edited(chance, before)
        listed = chance.choice([None, chance.randrange(1, 6_000)])
        part = Part(chance.randrange(0, 6_000), listed)
        one, other = compile_matrix(before), compile_matrix(after)
        if still_holds(one, other, part):
            kept += 1
            assert written_price(one, part, numbers) == written_price(other, part, numbers)
    assert kept > 400


def test_every_step_has_a_short_text_and_a_sentence() -> None:
    tiers = (
        Tier(1, 1_000, read_factor("x2").factor),
        Tier(1_001, None, read_factor("x1.5").factor),
    )
    rails = Rails(ceiling=0, is_not_below_list=True)
    matrix = Matrix("m", tiers, cap=Cap(90_000, CapRule.HIGHER), rails=rails)
    told = written_price(compile_matrix(matrix), Part(50_000, 70_000), Numbers(",", "."))
    assert {key: line.text for key, line in told.steps.items()} == {
        "plan": "m",
        "cap": "not above",
        "look-up": "tier 2",
        "factor": "x1,5",
        "raw": "7,50",
        "rounded": "7,50",
        "ceiling": "down to 7,00",
        "not below list": "7,00 stays",
    }
    assert all(line.sentence for line in told.steps.values())
    assert [key for key, _ in step_names((told, None))] == [
        *("plan", "cap", "look-up", "factor", "raw", "rounded", "ceiling", "not below list")
    ]
    assert told.plain == "7,00"
