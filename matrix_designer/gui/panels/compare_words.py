"""What a comparison says: the sentence, what it rests on, five figures and the steps' names.

Knows analyses and how numbers are written; no widget.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from matrix_designer.analysis.bridge import Bridge, Step
from matrix_designer.analysis.comparison import Comparison, average_of
from matrix_designer.analysis.repair_order import OrderPart
from matrix_designer.analysis.replay import ComparedWith, Move, Period, RowKind, Totals
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import CENT, DOLLAR, EXTENDED_DOLLAR
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.plots.waterfall import Bar, Fall
from matrix_designer.gui.texts import NO_FIGURE, counted, day_text, signed, with_dollar

IN_FORCE, AS_SOLD = "in force", "as sold"
_FEW_DOLLARS = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and the line under it, after and before."""

    after: str
    note: str
    before: str
    note_before: str
    is_accent: bool = False

    def side(self, *, is_before: bool) -> tuple[str, str]:
        """Return figure and note of one side."""
        return (self.before, self.note_before) if is_before else (self.after, self.note)


@dataclass(frozen=True, slots=True)
class Head:
    """Everything over the waterfall: sentences on both sides of the toggle, and the figures."""

    sentence: str
    sentence_before: str
    basis: str
    figures: tuple[Figure, ...]


def name_of(compared_with: ComparedWith, against: str) -> str:
    """Name what is compared with; `against` is the name of the other version."""
    if compared_with is ComparedWith.AGAINST:
        return against
    return IN_FORCE if compared_with is ComparedWith.IN_FORCE else AS_SOLD


def time_words(period: Period) -> str:
    """Say what dollars cover: a year, so many days, the period."""
    if period.days is None:
        return "in the period"
    return f"in {counted(period.days, 'day')}" if period.is_too_short else "a year"


def head_of(analysis: Analysis, comparison: Comparison, against: str, numbers: Numbers) -> Head:
    """Word everything over the waterfall; `against` names the other version."""
    words = _Words(analysis, comparison, name_of(comparison.compared_with, against), numbers)
    return Head(words.sentence(), words.sentence_before(), words.basis(), words.figures())


@dataclass(frozen=True, slots=True)
class _Words:
    analysis: Analysis
    comparison: Comparison
    other: str
    numbers: Numbers

    def sentence(self) -> str:
        """Say what the change earns, always with its assumption."""
        bridge = self.comparison.bridge
        when = time_words(bridge.period)
        dollars = with_dollar(self._exact_if_small(abs(bridge.in_a_year)))
        if not bridge.change:
            return f"The proposed {self._what} earns the same, if volumes hold"
        way = "more" if bridge.change > 0 else "less"
        return f"The proposed {self._what} earns {dollars} {way} {when}, if volumes hold"

    @property
    def _what(self) -> str:
        """What prices the proposed state: a matrix, or a plan of several treatments."""
        return "matrix" if self.analysis.states.whole is None else "plan"

    def sentence_before(self) -> str:
        """Say what is earned before the change."""
        bridge = self.comparison.bridge
        earned = with_dollar(self.numbers.dollars(bridge.period.a_year(bridge.before)))
        when = time_words(bridge.period)
        if self.other == AS_SOLD:
            return f"As sold, GP was {earned} {when}"
        state = "The matrix in force" if self.other == IN_FORCE else self.other
        return f"{state} earns {earned} {when} at the same volumes"

    def _exact_if_small(self, extended: int) -> str:
        """Write dollars whole, with cents where there are few."""
        is_small = extended < _FEW_DOLLARS * EXTENDED_DOLLAR
        return self.numbers.ratio(extended, EXTENDED_DOLLAR, 2 if is_small else 0)

    def basis(self) -> str:
        """Say what is compared, over which days and lines, and what was left out."""
        analysis, numbers = self.analysis, self.numbers
        record = analysis.design.in_force
        other = self.other
        if other == IN_FORCE and record is not None and record.since is not None:
            other = f"{other} since {day_text(record.since)}"
        name = analysis.matrix.name if analysis.states.whole is None else "The plan"
        said = [f"{name}, proposed against {other}."]
        sales, replay = analysis.sales, analysis.replay
        if sales is None or replay is None:
            return said[0]
        if sales.first_day is not None and sales.last_day is not None:
            said.append(f"Sales {day_text(sales.first_day)} to {day_text(sales.last_day)},")
        else:
            said.append("Sales without dates,")
        aside = sum(tally.lines for tally in replay.set_aside.values())
        lines = "line" if replay.used == 1 else "lines"
        used = f"{numbers.count(replay.used)} {lines} used, {numbers.count(aside)} set aside"
        if replay.unpriced.lines:
            used += f", {numbers.count(replay.unpriced.lines)} without a price"
        said.append(f"{used};")
        if replay.period.is_scaled and replay.period.days is not None:
            said.append(f"scaled from {replay.period.days} days to a year;")
        said.append("volumes unchanged.")
        return " ".join(said)

    def figures(self) -> tuple[Figure, ...]:
        """Return GP %, prices up, down and the same, and what stands above list."""
        compared = self.comparison
        return (
            self._gp(),
            self._move(compared.up, "up"),
            self._move(compared.down, "down"),
            Figure(
                f"{self.numbers.pieces(compared.same.pieces)} same",
                "no change",
                "0 same",
                NO_FIGURE,
            ),
            self._above(),
        )

    def _gp(self) -> Figure:
        goal = self.analysis.design.goal
        words = "" if goal is None else f", goal {self.numbers.percent(goal)}"
        before, after = (
            self._percent(side) for side in (self.comparison.before, self.comparison.after)
        )
        return Figure(
            f"{before} to {after} %",
            f"gross profit{words}",
            f"{before} %",
            f"gross profit{words}",
            is_accent=True,
        )

    def _percent(self, totals: Totals) -> str:
        percent = totals.gp_percent
        return NO_FIGURE if percent is None else self.numbers.fraction(Fraction(percent), 1)

    def _move(self, move: Move, way: str) -> Figure:
        average = average_of(move)
        note = "no price"
        if average is not None:
            note = f"average {with_dollar(signed(self.numbers.ratio(average, DOLLAR, 2)))}"
        return Figure(f"{self.numbers.pieces(move.pieces)} {way}", note, f"0 {way}", NO_FIGURE)

    def _above(self) -> Figure:
        compared, write = self.comparison, self.numbers
        was, now = compared.above_before, compared.above_after
        period = compared.bridge.period

        def dollars(extended: int) -> str:
            return with_dollar(write.dollars(period.a_year(extended)))

        return Figure(
            f"{write.pieces(was.pieces)} to {write.pieces(now.pieces)}",
            f"pieces above list, {dollars(now.dollars)} over",
            write.pieces(was.pieces),
            f"pieces above list, {dollars(was.dollars)} over",
        )


def fall_of(bridge: Bridge, analysis: Analysis, numbers: Numbers) -> Fall:
    """Name the steps of a bridge for the waterfall."""
    bars = tuple(Bar(_step_name(step, numbers), step.dollars) for step in bridge.steps)
    has_tiers_alone = bool(analysis.matrix.tiers) and analysis.states.whole is None
    return Fall(bars, "all tiers" if has_tiers_alone else "all")


def _step_name(step: Step, numbers: Numbers) -> str:
    """Name a tier by the value at its top, `250+` where it is open."""
    if step.tier is None:
        return step.name
    if step.upper is None:
        return f"{_short(numbers, max((step.lower or 0) - CENT, 0))}+"
    return _short(numbers, step.upper)


def bridge_words(bridge: Bridge, analysis: Analysis, other: str, numbers: Numbers) -> str:
    """Say from where to where the waterfall goes, and how its steps are named."""
    before, after = (
        with_dollar(numbers.dollars(bridge.period.a_year(value)))
        for value in (bridge.before, bridge.after)
    )
    basis = "cost" if analysis.matrix.lookup is Basis.COST else "list"
    return f"from {before} {other} to {after} proposed; a tier is named by the {basis} at its top"


def step_words(bridge: Bridge, place: int, other: str, numbers: Numbers) -> str:
    """Say everything of one step, for the read-out."""
    step = bridge.steps[place]
    period = bridge.period
    pieces = f"{numbers.pieces(step.pieces)} pieces"

    def dollars(extended: int) -> str:
        return with_dollar(numbers.dollars(period.a_year(extended)))

    change = with_dollar(signed(numbers.count(step.dollars))) if step.dollars else "$0"
    return (
        f"{_step_range(step, numbers)}: {pieces}, GP {dollars(step.before - step.cost)} {other}, "
        f"{dollars(step.after - step.cost)} proposed, {change}"
    )


def _step_range(step: Step, numbers: Numbers) -> str:
    if step.tier is None:
        if step.kind is RowKind.CAP and step.lower is not None:
            return f"Cap, above ${numbers.money(step.lower - CENT)}"
        return f"{step.name[:1].upper()}{step.name[1:]}"
    name = f"Tier {step.tier}, ${numbers.money(step.lower or 0)}"
    return f"{name} up" if step.upper is None else f"{name} to ${numbers.money(step.upper)}"


def _short(numbers: Numbers, amount: int) -> str:
    return numbers.ratio(amount, DOLLAR, 0) if amount % DOLLAR == 0 else numbers.money(amount)


def order_changes(found: Iterable[OrderPart], parts: Iterable[OrderPart]) -> str:
    """Say how the lines of an order differ from those that were found; nothing where none were."""
    before, now = Counter(found), Counter(parts)
    added, gone = (now - before).total(), (before - now).total()
    if not before:
        return ""
    said = (f"{added} added" if added else "", f"{gone} taken out" if gone else "")
    return ", ".join(filter(None, said))
