"""What must be true, as `replay` tells it: in JSON and for people.

Knows the results and the forms of the contract; it works nothing out. Dollars are of a year
where the days allow it, as the window shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from matrix_designer.analysis.bridge import Bridge
from matrix_designer.analysis.replay import Period
from matrix_designer.analysis.tornado import SHIFT
from matrix_designer.analysis.what_must_be_true import Stake, Verdict, WhatMustBeTrue
from matrix_designer.analysis.year_band import SHARE, Band, YearBand
from matrix_designer.cli.answer import amount, counted, shown_percent, shown_total, table, total
from matrix_designer.core.money import total_text
from matrix_designer.evaluation.must_be_true import WorkedOut


def bridge_json(bridge: Bridge) -> dict[str, object]:
    """Return the steps from GP before to GP proposed, of the history's own time."""
    return {
        "before": total_text(bridge.before),
        "after": total_text(bridge.after),
        "change": total_text(bridge.change),
        "change_in_a_year": total_text(bridge.in_a_year),
        "steps": [
            {
                "matrix": step.matrix,
                "tier": step.tier,
                "row": step.name,
                "from": amount(step.lower),
                "to": amount(step.upper),
                "change": total_text(step.change),
                "change_in_a_year": total_text(step.in_a_year),
            }
            for step in bridge.steps
        ],
    }


def must_be_true_json(truth: WhatMustBeTrue, worked_out: WorkedOut) -> dict[str, object]:
    """Return break-even, elasticities, tornado and band as the contract writes numbers."""
    period = truth.period
    no_band = worked_out.no_band
    return {
        "volumes": "unchanged",
        "is_a_year": _is_a_year(period),
        "gain": total(period.a_year(truth.total.gain)),
        "gp_before": total(period.a_year(truth.total.gp_before)),
        "gp_after": total(period.a_year(truth.total.gp_after)),
        **_stake_json(truth.total),
        "tiers": [
            {
                "matrix": row.matrix,
                "tier": row.tier,
                "row": row.kind.value,
                "treatment": row.percent,
                **_stake_json(row.stake),
            }
            for row in truth.rows
        ],
        "tornado_step": float(SHIFT),
        "tornado": [
            {
                "tier": swing.tier,
                "up": _a_year(period, swing.up),
                "down": _a_year(period, swing.down),
            }
            for swing in worked_out.swings
        ],
        "band": None if worked_out.band is None else _band_json(period, worked_out.band),
        "no_band": None if no_band is None else no_band.sentence,
    }


def must_be_true_lines(
    truth: WhatMustBeTrue, worked_out: WorkedOut, compared_with: str
) -> Iterator[str]:
    """Yield the same for people."""
    yield f"What must be true, against {compared_with}, {_time(truth.period)}:"
    for sentence in (_volume_words(truth), _elasticity_words(truth.total)):
        yield f"  {sentence}"
    for sentence in _band_words(truth.period, worked_out):
        yield f"  {sentence}"
    swings = {swing.tier: swing for swing in worked_out.swings}
    rows = [
        (
            row.name,
            _told_volume(row.stake),
            _told(row.stake.multiplier_after),
            _told(row.stake.elasticity_after),
            *(
                shown_total(None if cents is None else truth.period.a_year(cents))
                for cents in (
                    (None, None)
                    if row.tier is None
                    else (swings[row.tier].up, swings[row.tier].down)
                )
            ),
        )
        for row in truth.rows
    ]
    step = f"{float(SHIFT):.2f}"
    yield ""
    yield from table(
        rows, ("Row", "Volume", "Paid ×", "Elasticity", f"GP $ at +{step}", f"GP $ at -{step}")
    )


def _stake_json(stake: Stake) -> dict[str, object]:
    return {
        "verdict": stake.verdict.value,
        "break_even_percent": stake.break_even_percent,
        "rise_percent": _percent(stake.rise),
        "multiplier": _number(stake.multiplier_after),
        "elasticity": _number(stake.elasticity_after),
        "multiplier_before": _number(stake.multiplier_before),
        "elasticity_before": _number(stake.elasticity_before),
    }


def _band_json(period: Period, band: YearBand) -> dict[str, object]:
    ends = {
        f"{name}{end}": total(period.a_year(value))
        for name, held in (("", band.gp_after), ("before_", band.gp_before), ("gain_", band.change))
        for end, value in (("low", held.low), ("high", held.high))
    }
    return {
        **ends,
        "percent": SHARE,
        "seed": band.seed,
        "resamples": band.resamples,
        "repair_orders": band.orders,
        "days_without_repair_order": band.days,
        "lines_held": band.held,
    }


def _is_a_year(period: Period) -> bool:
    return period.days is not None and not period.is_too_short


def _a_year(period: Period, extended: int | None) -> str | None:
    return None if extended is None else total_text(period.a_year(extended))


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _percent(value: Fraction | None) -> float | None:
    return None if value is None else float(100 * value)


def _time(period: Period) -> str:
    if period.days is None:
        return "in the time of the sales"
    return "in a year" if _is_a_year(period) else f"in {counted(period.days, 'day')}"


def _told(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.2f}"


def _told_volume(stake: Stake) -> str:
    """Say the volume of one row in a cell: what may be lost, what must be gained."""
    share = stake.volume
    if stake.verdict is Verdict.ALWAYS:
        return "any"
    if share is None:
        return "none"
    sign = {Verdict.MAY_LOSE: "-", Verdict.MUST_GAIN: "+"}.get(stake.verdict, "")
    return f"{sign}{float(100 * share):.1f} %"


def _volume_words(truth: WhatMustBeTrue) -> str:
    """Say at which volume the change stops to pay."""
    stake = truth.total
    change = shown_total(truth.period.a_year(stake.gain))
    share = shown_percent(_percent(stake.volume))
    said = {
        Verdict.UNCHANGED: "GP stays as it is.",
        Verdict.MAY_LOSE: f"{change} of GP, while volumes are unchanged; it pays as long as less "
        f"than {share} of the pieces is lost.",
        Verdict.MUST_GAIN: f"{change} of GP, while volumes are unchanged; it pays only where more "
        f"than {share} of pieces is gained.",
        Verdict.ALWAYS: f"{change} of GP; nothing was earned before, so no volume can be lost.",
        Verdict.NEVER: f"{change} of GP; nothing is earned afterwards, so no volume makes up.",
    }[stake.verdict]
    if stake.rise is None or stake.margin_before is None:
        return said
    rise = f"{float(100 * stake.rise):+.1f} %"
    return f"{said} Prices {rise} on average, from {float(100 * stake.margin_before):.1f} % GP."


def _elasticity_words(stake: Stake) -> str:
    paid, elasticity = stake.multiplier_after, stake.elasticity_after
    if paid is None or elasticity is None:
        return "No elasticity is implied: nothing is earned on cost."
    before = stake.elasticity_before
    was = "" if before is None else f" (before {float(before):.2f})"
    return (
        f"Implied elasticity {float(elasticity):.2f}{was}: at cost x {float(paid):.2f}, 1 % more "
        f"on every price pays while it costs less than {float(elasticity):.2f} % of the pieces."
    )


def _band_words(period: Period, worked_out: WorkedOut) -> Iterator[str]:
    """Say the band, how it was drawn, and what was not drawn; or why there is none."""
    band = worked_out.band
    if band is None:
        if worked_out.no_band is not None:
            yield f"No band of GP: {worked_out.no_band.sentence}"
        return

    def told(held: Band) -> str:
        low, high = (shown_total(period.a_year(each)) for each in (held.low, held.high))
        return f"{low} to {high}"

    yield (
        f"{SHARE // 10} of 10 such times bring GP of {told(band.gp_after)}, a change of "
        f"{told(band.change)}:"
    )
    drawn = []
    if band.orders:
        drawn.append(counted(band.orders, "whole repair order"))
    if band.days:
        drawn.append(f"{counted(band.days, 'day')} of lines without a repair order")
    yield (
        f"  {' and '.join(drawn)} drawn again {band.resamples} times, from seed {band.seed}"
        + (f"; {counted(band.held, 'line')} with neither as they are." if band.held else ".")
    )
