"""The steps of one price in plain words, each with its numbers.

Knows how to tell what a Passage of length 1 did; it computes no price of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.core.evidence import Ints
from matrix_designer.core.factor import Basis, Factor, FactorKind, plain_number
from matrix_designer.core.formula import Formula, multiplier_of, simple_formula
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Mode,
    Tier,
)
from matrix_designer.core.money import CENT, DOLLAR, amount_text, cents_of
from matrix_designer.core.passage import (
    CAP_ROW,
    FALLBACK_ROW,
    OVER_CAP,
    Passage,
)
from matrix_designer.core.rails import NO_CEILING, Limits
from matrix_designer.core.schedule import HALF_CENT, NO_ROW, Schedule

_EXACT_DIGITS = 8
_SHOWN_DIGITS = 6
_PLUS_67 = "cost + 67 %"


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: its name, what happened in plain words, and the money that it left.

    `value` is a money string (point, no grouping), None where the step leaves no price; `brief`
    says the same in two or three words, for a narrow column.
    """

    step: str
    detail: str
    value: str | None
    brief: str = ""


def deciding_factor(schedule: Schedule, row: int) -> Factor | None:
    """Return the factor that made a price of that row; None for the cap and for no price."""
    if row >= 0:
        return schedule.matrix.tiers[row].factor
    return schedule.matrix.fallback.factor if row == FALLBACK_ROW else None


def trace_steps(
    schedule: Schedule, cost: int, list_price: int | None, passage: Passage
) -> tuple[TraceStep, ...]:
    """Tell the passage of one part (columns of length 1); amounts in, words out."""
    return tuple(_steps(schedule, _Part(cost, list_price or None), passage))


@dataclass(frozen=True, slots=True)
class _Part:
    """Cost and list of one part; a list of zero is none."""

    cost: int
    list_price: int | None

    def on(self, basis: Basis) -> int | None:
        """Return the part's amount of a basis."""
        return self.cost if basis is Basis.COST else self.list_price


def _steps(schedule: Schedule, part: _Part, passage: Passage) -> Iterator[TraceStep]:
    """Yield the steps in the order of the contract."""
    matrix = schedule.matrix
    plan = f"The matrix “{matrix.name}” prices it"
    yield TraceStep("plan", plan, amount_text(part.cost), matrix.name)
    if part.cost < HALF_CENT:
        detail = f"A cost of {amount_text(part.cost)} is zero or rounds to 0.00"
        detail += ": there is no price without a cost"
        yield TraceStep("unpriced", detail, None, "no cost")
        return
    row = int(passage.row[0])
    if matrix.cap is not None:
        yield _cap_step(matrix.cap, part)
    if row != CAP_ROW:
        yield from _tier_steps(schedule, part, row)
    if row == NO_ROW:
        return
    rounded = int(passage.rounded[0])
    cents = _cents(rounded)
    yield TraceStep("rounded", "Rounded half up to the cent, once", cents, cents)
    yield from _rail_steps(schedule, part, passage.limits, rounded)
    if not bool(passage.is_priced[0]):
        detail = f"{_cents(int(passage.held[0]))} is below zero, which is no price"
        yield TraceStep("unpriced", detail, None, "below zero")
    elif matrix.ending is not None:
        yield _ending_step(matrix.ending, part, int(passage.held[0]), int(passage.ended[0]))


def _cap_step(cap: Cap, part: _Part) -> TraceStep:
    """Tell what the cap did."""
    cost, above = amount_text(part.cost), amount_text(cap.above)
    if part.cost <= cap.above:
        return TraceStep("cap", f"Cost {cost} is not above the cap {above}", cost, "not above")
    plus = part.cost * OVER_CAP
    detail = f"Cost {cost} is above the cap {above}: "
    sum_text = f"cost × {decimal_text(OVER_CAP)} = {exact_text(plus)}"
    if cap.rule is CapRule.COST_PLUS_67:
        return TraceStep("cap", detail + sum_text, value_text(plus), _PLUS_67)
    if part.list_price is None:
        detail += f"there is no list, so {sum_text}"
        return TraceStep("cap", detail, value_text(plus), _PLUS_67)
    listed = Fraction(part.list_price)
    list_text = f"list {amount_text(part.list_price)}"
    if cap.rule is CapRule.LIST:
        return TraceStep("cap", detail + list_text, value_text(listed), "list")
    chosen = min(listed, plus) if cap.rule is CapRule.LOWER else max(listed, plus)
    detail += f"the {cap.rule.value} of {list_text} and {sum_text}"
    taken = "list" if chosen == listed else _PLUS_67.removeprefix("cost ")
    return TraceStep("cap", detail, value_text(chosen), f"{cap.rule.value}: {taken}")


def _tier_steps(schedule: Schedule, part: _Part, row: int) -> Iterator[TraceStep]:
    """Tell the look-up and the factor, or the fallback."""
    if schedule.mode_mix is not None:
        detail = f"The mode cannot work: {schedule.mode_mix}"
        yield TraceStep("unpriced", detail, None, "mode mix")
        return
    found = _found_segment(schedule, part)
    yield _look_up_step(schedule, part, found)
    if row >= 0 and found is not None:
        yield _factor_step(schedule, part, row, schedule.formulas[found])
        return
    if found is not None and int(schedule.rows[found]) != NO_ROW:
        yield TraceStep("factor", "The tier prices on list and there is no list", None, "no list")
    yield _fallback_step(schedule.matrix.fallback, part)


def _found_segment(schedule: Schedule, part: _Part) -> int | None:
    """Return the segment that the part's look-up value falls into; None without a value."""
    value = part.on(schedule.matrix.lookup)
    if value is None:
        return None
    return int(schedule.thresholds.searchsorted(value, side="right")) - 1


def _look_up_step(schedule: Schedule, part: _Part, found: int | None) -> TraceStep:
    """Tell which tier the look-up found."""
    basis = schedule.matrix.lookup
    value = part.on(basis)
    if value is None or found is None:
        detail = "The look-up is by list and there is no list"
        return TraceStep("look-up", detail, None, "no list")
    cent = cents_of(value)
    detail = f"{basis.value.capitalize()} {amount_text(value)}"
    if cent * CENT != value:
        detail += f" looks up as {_cents(cent)} and"
    row = int(schedule.rows[found])
    if row == NO_ROW:
        return TraceStep("look-up", f"{detail} matches no tier", _cents(cent), "no tier")
    detail += f" finds tier {row + 1}, {_range(schedule.matrix.tiers[row])}"
    return TraceStep("look-up", detail, _cents(cent), f"tier {row + 1}")


def _range(tier: Tier) -> str:
    first = _cents(tier.first_cent)
    return f"{first} and up" if tier.last_cent is None else f"{first} to {_cents(tier.last_cent)}"


def _factor_step(schedule: Schedule, part: _Part, row: int, formula: Formula) -> TraceStep:
    """Tell how the factor made the exact price."""
    tiers = schedule.matrix.tiers
    tier = tiers[row]
    basis = part.on(tier.basis) or 0
    exact = formula.exact(basis)
    if schedule.matrix.mode is Mode.COMPOUND:
        sums = _slices_text(tiers[: row + 1], basis)
        brief = f"{row + 1} slice" if row == 0 else f"{row + 1} slices"
    elif schedule.matrix.mode is Mode.LINEAR and row + 1 < len(tiers):
        after = tiers[row + 1]
        sums = (
            f"{tier.factor.text} at {_cents(tier.first_cent)} slides to {after.factor.text} "
            f"at {_cents(after.first_cent)}: {amount_text(basis)} × {decimal_text(exact / basis)}"
        )
        brief = f"slides, ×{float(exact / basis):.4f}"
    else:
        name = tier.basis.value.capitalize()
        sums = f"{name} {amount_text(basis)} {_application(tier.factor)}"
        brief = tier.factor.text if tier.basis is Basis.COST else f"list {tier.factor.text}"
    return TraceStep("factor", f"{sums} = {exact_text(exact)}", value_text(exact), brief)


def _application(factor: Factor) -> str:
    """Write what a factor does to its basis, with its text where that says it differently."""
    if factor.kind is FactorKind.ADD_ON:
        sign = "−" if factor.value < 0 else "+"
        return f"{sign} {amount_text(abs(factor.value))} ({factor.text})"
    if factor.kind is FactorKind.GP:
        share = Fraction(100 * DOLLAR - factor.value, 100 * DOLLAR)
        return f"/ {decimal_text(share)} ({factor.text})"
    ratio = factor.ratio
    return f"× {decimal_text(Fraction(ratio.numerator, ratio.denominator))} ({factor.text})"


def _slices_text(tiers: tuple[Tier, ...], basis: int) -> str:
    """Write the sum of a compound price, slice by slice."""
    slices = []
    previous = 0
    for tier in tiers:
        is_found = tier is tiers[-1]
        upper = basis if is_found or tier.last_cent is None else tier.last_cent * CENT
        slices.append(f"{amount_text(upper - previous)} × {decimal_text(multiplier_of(tier))}")
        previous = upper
    return " + ".join(slices)


def _fallback_step(fallback: Fallback, part: _Part) -> TraceStep:
    """Tell what the fallback did."""
    if fallback.kind is FallbackKind.LIST:
        if part.list_price is None:
            detail = "The fallback is list and there is no list"
            return TraceStep("fallback", detail, None, "no list")
        text = amount_text(part.list_price)
        return TraceStep("fallback", f"No tier prices it, so list {text}", text, "list")
    if fallback.kind is FallbackKind.FACTOR and fallback.factor is not None:
        exact = simple_formula(fallback.factor).exact(part.cost)
        sums = (
            f"cost {amount_text(part.cost)} {_application(fallback.factor)} = {exact_text(exact)}"
        )
        detail = f"No tier prices it, so {sums}"
        return TraceStep("fallback", detail, value_text(exact), f"cost {fallback.factor.text}")
    detail = "No tier prices it and the fallback is unpriced"
    return TraceStep("unpriced", detail, None, "no fallback")


def _rail_steps(
    schedule: Schedule, part: _Part, limits: Limits | None, price: int
) -> Iterator[TraceStep]:
    """Tell what each guard rail did to a price in cents."""
    rails = schedule.matrix.rails
    if limits is None:
        return
    listed = None if part.list_price is None else amount_text(part.list_price)
    if rails.ceiling is not None:
        name = f"list {listed} {_percent(rails.ceiling)}"
        limit = _only(limits.ceiling)
        held = min(price, limit)
        yield _rail("ceiling", f"at most {name}", listed, price, held, limit)
        price = held
    if rails.is_not_below_list:
        limit = _only(limits.not_below)
        held = max(price, limit)
        yield _rail("not below list", f"at least list {listed}", listed, price, held, limit)
        price = held
    if rails.floor is not None:
        limit = _only(limits.floor)
        held = max(price, limit)
        name = f"at least {_floor_words(rails.floor)} on cost {amount_text(part.cost)}"
        yield _rail("floor", name, "cost", price, held, limit)


def _rail(step: str, words: str, given: str | None, price: int, held: int, limit: int) -> TraceStep:
    """Tell one rail; `given` is None where the list that it needs is missing."""
    if given is None:
        return TraceStep(step, "Skipped, because there is no list", _cents(held), "no list")
    words = f"{words[0].upper()}{words[1:]} = {_cents(limit)}"
    if held == price:
        stays = f"{_cents(price)} stays"
        return TraceStep(step, f"{words}: {stays}", _cents(held), stays)
    direction = "down" if held < price else "up"
    brief = f"{direction} to {_cents(held)}"
    return TraceStep(step, f"{words}: {direction} from {_cents(price)}", _cents(held), brief)


def _only(limit: Ints | None) -> int:
    """Return the one limit of a column of length 1."""
    return NO_CEILING if limit is None else int(limit[0])


def _floor_words(floor: Floor) -> str:
    if floor.kind is FloorKind.GP:
        return f"{_percent(floor.percent, plus='').strip()} GP"
    return f"{_percent(floor.percent)} markup"


def _percent(units: int, plus: str = "+ ") -> str:
    """Write a signed percent for people: 100000 -> `+ 10 %`."""
    return f"{'− ' if units < 0 else plus}{plain_number(abs(units))} %"


def _ending_step(ending: Ending, part: _Part, before: int, after: int) -> TraceStep:
    """Tell what the price ending did."""
    way = "up to" if ending.is_up else "nearest"
    name = f"{way} {ending.kind.value}"
    brief = f"{_cents(before)} stays"
    if part.list_price is not None and before * CENT == part.list_price:
        detail = f"{_cents(before)} is exactly list and stays (ending {name})"
    elif before != after:
        direction = "down" if after < before else "up"
        detail = f"Ending {name}: {direction} from {_cents(before)}"
        brief = f"{direction} to {_cents(after)}"
    else:
        detail = f"Ending {name}: {_cents(before)} stays"
    return TraceStep("ending", detail, _cents(after), brief)


def _cents(cents: int) -> str:
    return amount_text(cents * CENT)


def value_text(exact: Fraction) -> str:
    """Write an exact amount as money, rounded half up to four decimals."""
    return amount_text((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def exact_text(amount: Fraction) -> str:
    """Write an exact amount in dollars; an ellipsis says that decimals go on."""
    return decimal_text(amount / DOLLAR, least=2)


def decimal_text(value: Fraction, least: int = 0) -> str:
    """Write a fraction as a decimal, exact where eight decimals can be."""
    scaled = abs(value) * 10**_EXACT_DIGITS
    is_exact = scaled.denominator == 1
    digits = _EXACT_DIGITS if is_exact else _SHOWN_DIGITS
    whole, rest = divmod(int(abs(value) * 10**digits), 10**digits)
    decimals = f"{rest:0{digits}d}"
    if is_exact:
        decimals = decimals.rstrip("0").ljust(least, "0")
    sign = "−" if value < 0 else ""
    tail = "" if is_exact else "…"
    return f"{sign}{whole}.{decimals}{tail}" if decimals else f"{sign}{whole}"
