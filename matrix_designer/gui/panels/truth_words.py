"""What must be true, in words: break-even volumes, elasticities, the slider's places, the band.

Knows the results of the arithmetic and how numbers are written; no widget, and it works nothing
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.analysis.replay import ComparedWith, Period, RowKind
from matrix_designer.analysis.summary import Summary
from matrix_designer.analysis.tornado import SHIFT
from matrix_designer.analysis.what_must_be_true import RowStake, Stake, Verdict, WhatMustBeTrue
from matrix_designer.analysis.year_band import SHARE, Band, YearBand
from matrix_designer.gui.numbers import MINUS, Numbers
from matrix_designer.gui.texts import NO_FIGURE, counted, signed, with_dollar

_OTHER = {
    ComparedWith.AGAINST: "the other version",
    ComparedWith.IN_FORCE: "in force",
    ComparedWith.SOLD: "as sold",
}
TITLE = "What must be true"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement over the line that says what it rests on; `short` where that has no room."""

    text: str
    note: str
    short: str = ""


def break_even_words(stake: Stake | None, numbers: Numbers) -> str:
    """Say shortly at which volume a change earns what was earned before; nothing for no change."""
    if stake is None or stake.verdict is Verdict.UNCHANGED:
        return ""
    if stake.volume is None:
        return "pays at any volume" if stake.verdict is Verdict.ALWAYS else "pays at no volume"
    sign = "+" if stake.verdict is Verdict.MUST_GAIN else MINUS
    return f"break-even {sign}{numbers.fraction(100 * stake.volume, 1)} % volume"


def gain_tip(summary: Summary, numbers: Numbers) -> str:
    """Say what must be true beside the gain of a summary; nothing without one."""
    stake, period, moves = summary.stake, summary.period, summary.moves
    if stake is None or period is None or moves is None:
        return ""
    words = TruthWords(WhatMustBeTrue(moves.compared_with, period, stake, ()), numbers)
    said = (Said("Volumes unchanged", "the same parts at new prices"), words.volume)
    lines = [f"{one.text}: {one.note}." for one in (*said, words.elasticity)]
    return "\n".join([*lines, "Compare shows every tier, and how far other years stray."])


def other_name(compared_with: ComparedWith) -> str:
    """Name what the proposed prices are compared with."""
    return _OTHER[compared_with]


def time_words(period: Period) -> str:
    """Say what dollars cover: a year, so many days, the period."""
    if period.days is None:
        return "in the period"
    return f"in {counted(period.days, 'day')}" if period.is_too_short else "a year"


@dataclass(frozen=True, slots=True)
class TruthWords:
    """Words for one piece of arithmetic."""

    truth: WhatMustBeTrue
    numbers: Numbers

    @property
    def heading(self) -> Said:
        """Say what the block is for."""
        note = {
            Verdict.MAY_LOSE: "before this pays off",
            Verdict.ALWAYS: "before this pays off",
            Verdict.MUST_GAIN: "before the cut pays off",
            Verdict.NEVER: "before the cut pays off",
            Verdict.UNCHANGED: "GP stays as it is",
        }[self.truth.total.verdict]
        return Said(TITLE, note)

    @property
    def volume(self) -> Said:
        """Say which volume leaves GP as it was."""
        stake = self.truth.total
        share = "" if stake.volume is None else self.percent(stake.volume)
        text = {
            Verdict.MAY_LOSE: f"Lose under {share} % of volume",
            Verdict.MUST_GAIN: f"Gain over {share} % of volume",
            Verdict.UNCHANGED: "Keep the volume",
            Verdict.ALWAYS: "Any volume pays",
            Verdict.NEVER: "No volume makes up for it",
        }[stake.verdict]
        if stake.rise is None or stake.margin_before is None:
            return Said(text, "nothing was taken before")
        rise = signed(self.percent(stake.rise))
        return Said(text, f"break-even for {rise} % at {self.percent(stake.margin_before)} % GP")

    @property
    def elasticity(self) -> Said:
        """Say which elasticity the prices assume."""
        stake = self.truth.total
        paid, elasticity = stake.multiplier_after, stake.elasticity_after
        if paid is None or elasticity is None:
            return Said("No elasticity is implied", "nothing is earned on cost")
        multiplier = f"×{self.numbers.fraction(paid, 2)}"
        return Said(
            f"Implied elasticity {self.numbers.fraction(elasticity, 2)}",
            f"the buyers that {multiplier} on average assumes",
            f"the buyers of {multiplier} on average",
        )

    def band(self, band: YearBand) -> Said:
        """Say between what the change lies in most such times."""
        return Said(
            f"{SHARE // 10} of 10 times {self._ends(band.change, is_change=True)}",
            f"change of GP {time_words(self.truth.period)}, repair orders drawn again",
        )

    def band_lines(self, band: YearBand) -> tuple[str, str, str]:
        """Say the band of GP, of its change, and how both were drawn."""
        when = time_words(self.truth.period)
        drawn = []
        if band.orders:
            drawn.append(counted(band.orders, "whole repair order"))
        if band.days:
            drawn.append(f"{counted(band.days, 'day')} of lines without one")
        how = f"{' and '.join(drawn)} drawn again {band.resamples:,} times, seed {band.seed}"
        if band.held:
            how += f"; {counted(band.held, 'line')} with neither as they are"
        return (
            f"{SHARE // 10} of 10 times GP {when} is {self._ends(band.gp_after)}",
            f"and its change {self._ends(band.change, is_change=True)}",
            how,
        )

    def place(self, step: int) -> Said:
        """Say what GP is at a place of the slider."""
        stake, when = self.truth.total, time_words(self.truth.period)
        gp = stake.gp_at(step)
        left = self.dollars(gp - stake.gp_before)
        share = self.percent(stake.share_at(step))
        word = "gained" if stake.verdict is Verdict.MUST_GAIN else "lost"
        text = f"{self.dollars(gp)} GP {when}"
        other = other_name(self.truth.compared_with)
        if gp == stake.gp_before:
            return Said(text, f"with {share} % of the pieces {word}: no more than {other}")
        way = f"{left} more" if gp > stake.gp_before else f"{left.removeprefix('−')} less"
        return Said(text, f"with {share} % of the pieces {word}: {way} than {other}")

    def ends(self) -> tuple[str, str]:
        """Name both ends of the slider."""
        stake = self.truth.total
        share = NO_FIGURE if stake.volume is None else f"{self.percent(stake.volume)} %"
        return "volumes unchanged", f"{share}, break-even"

    def row_name(self, row: RowStake) -> str:
        """Name a row of the matrix by its range."""
        if row.tier is None:
            if row.kind is RowKind.CAP and row.lower is not None:
                return f"Cap, above {self.numbers.money(row.lower - 100)}"
            if row.kind is RowKind.FALLBACK:
                return "No tier"
            return f"{row.name[:1].upper()}{row.name[1:]}"
        low = self.numbers.money(row.lower or 0)
        return f"{low} up" if row.upper is None else f"{low} to {self.numbers.money(row.upper)}"

    def row_volume(self, stake: Stake) -> str:
        """Say in a cell what a row's pieces may lose (−) or must gain (+), in percent."""
        if stake.verdict is Verdict.ALWAYS:
            return "any"
        if stake.volume is None:
            return "none"
        share = self.percent(stake.volume)
        if not stake.cost:
            return NO_FIGURE
        return {Verdict.MAY_LOSE: f"−{share}", Verdict.MUST_GAIN: f"+{share}"}.get(
            stake.verdict, "0"
        )

    def ratio(self, value: Fraction | None) -> str:
        """Write a multiplier or an elasticity."""
        return NO_FIGURE if value is None else self.numbers.fraction(value, 2)

    def percent(self, share: Fraction) -> str:
        """Write a share in percent."""
        return self.numbers.fraction(100 * share, 1)

    def dollars(self, extended: int) -> str:
        """Write a sum of the period in whole dollars of a year."""
        return with_dollar(self.numbers.dollars(self.truth.period.a_year(extended)))

    def change(self, extended: int | None) -> str:
        """Write a change of GP with its sign; nothing for none."""
        if extended is None:
            return NO_FIGURE
        shown = self.numbers.dollars(self.truth.period.a_year(extended))
        return with_dollar(signed(shown)) if shown.strip("−0") else "$0"

    @property
    def sentence(self) -> str:
        """Say the quiet block in one sentence, for a tooltip and a screen reader."""
        said = (self.volume, self.elasticity)
        return ". ".join(f"{one.text}, {one.note}" for one in said)

    def _ends(self, band: Band, *, is_change: bool = False) -> str:
        write = self.change if is_change else self.dollars
        return f"{write(band.low)} to {write(band.high)}"


def step_words(numbers: Numbers) -> str:
    """Write by how much a multiplier is moved."""
    return numbers.fraction(SHIFT, 2)
