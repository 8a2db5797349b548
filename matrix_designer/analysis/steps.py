"""The thirteen steps to a pricing strategy (source 002 A) and how far a design is in each.

A step is done where the design itself shows it, or where somebody ticked it. Knows designs; what
is shown where is the window's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matrix_designer.core.design import Design
from matrix_designer.core.factor import plain_number
from matrix_designer.core.money import CENT, POINT, amount_text, divide_half_up
from matrix_designer.core.plan import ByMatrix
from matrix_designer.core.version import StepRecord

LEAST_GOAL, GUIDE_GOAL = 40 * POINT, 45 * POINT
"""The guide for repair order parts: 40 to 45 %, of which 40 % is the least (source 002 I)."""
EXAMPLE_COST = 21_3800
"""The part of source 002 C: at 42 % it sells for $36.86."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps: its number, what it asks for, and the section that describes it."""

    number: int
    title: str
    section: str


STEPS = tuple(
    Step(number, title, section)
    for number, (title, section) in enumerate(
        (
            ("Determine the gross profit percentage goal", "B"),
            ("Conduct test pricing calculations", "C"),
            ("Determine the pricing strategy", "D"),
            ("Test part numbers under the current pricing strategy", "E"),
            ("Print a copy of the current matrix or pricing specifications", "F"),
            ("Review the computer manual", "G"),
            ("Determine the matrix technique and mark-ups", "H"),
            ("Cost average maintenance parts", "I"),
            ("Create sources for parts excluded from matrixing", "J"),
            ("Communicate regarding pricing policy changes", "K"),
            ("Create the matrix and enter it into the computer", "L"),
            ("Evaluate the pricing of the new test repair order", "M"),
            ("Manage the pricing strategy", "N"),
        ),
        1,
    )
)


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a design is in a step.

    `shown` says what in the design shows it (empty: only a person can tell), `is_shown` whether
    that is enough; `record` is the tick.
    """

    step: Step
    shown: str
    is_shown: bool
    record: StepRecord | None

    @property
    def is_done(self) -> bool:
        """Whether the design shows it or somebody ticked it."""
        return self.is_shown or self.record is not None


def steps_of(design: Design) -> tuple[StepState, ...]:
    """Return all thirteen with what the design shows of each."""
    ticks = {record.step: record for record in design.steps}
    return tuple(
        StepState(step, *_SHOWS.get(step.number, _nothing)(design), ticks.get(step.number))
        for step in STEPS
    )


def is_under_guide(design: Design) -> bool:
    """Tell whether the goal is under the least of the guide."""
    return design.goal is not None and design.goal < LEAST_GOAL


def price_at_goal(cost: int, goal: int) -> int:
    """Return cost / (1 - goal), half up to the cent (source 002 C): 21.38 at 42 % is 36.86."""
    return divide_half_up(cost * 100 * POINT, (100 * POINT - goal) * CENT) * CENT


def _nothing(_design: Design) -> tuple[str, bool]:
    return "", False


def _goal(design: Design) -> tuple[str, bool]:
    if design.goal is None:
        return "No goal is set; the guide is 40 to 45 %, 40 % the least", False
    text = f"The goal is {plain_number(design.goal)} %"
    if is_under_guide(design):
        return f"{text}, under the 40 % that the guide has as the least", True
    return text, True


def _test_prices(design: Design) -> tuple[str, bool]:
    goal = GUIDE_GOAL if design.goal is None else design.goal
    price = amount_text(price_at_goal(EXAMPLE_COST, goal))
    return f"At {plain_number(goal)} % a part that costs 21.38 sells for {price}", False


def _strategy(design: Design) -> tuple[str, bool]:
    classes = len(design.classes.sources) + len(design.classes.parts)
    rules = len(design.plan.rules)
    if not rules:
        return "No rule keeps kinds of parts apart", False
    in_class = f", {_counted(classes, 'source or part', 'sources and parts')} in a class"
    return f"{_counted(rules, 'rule')}{in_class if classes else ''}", True


def _record(design: Design) -> tuple[str, bool]:
    if design.in_force is None:
        return "No matrix in force is on record", False
    return f"On record is “{design.in_force.matrix.name}”", True


def _technique(design: Design) -> tuple[str, bool]:
    tiers = len(design.matrix.tiers)
    return f"“{design.matrix.name}” has {_counted(tiers, 'tier')}", tiers > 0


def _families(design: Design) -> tuple[str, bool]:
    priced = sum(family.price is not None for family in design.families)
    if not priced:
        return "No family of parts has one price", False
    return f"{_counted(priced, 'family has', 'families have')} one price", True


def _excluded(design: Design) -> tuple[str, bool]:
    off = sum(
        rule.is_enabled and not isinstance(rule.treatment, ByMatrix) for rule in design.plan.rules
    )
    if not off:
        return "No rule keeps parts off the matrix", False
    return f"{_counted(off, 'rule keeps', 'rules keep')} parts off the matrix", True


def _created(design: Design) -> tuple[str, bool]:
    if not design.versions:
        return "Nothing is published", False
    last = design.versions[-1]
    is_same = last.strategy == design.strategy
    words = "is what is worked on" if is_same else "is published; what is worked on differs"
    return f"Version {last.number} {words}", is_same


_SHOWS: dict[int, Callable[[Design], tuple[str, bool]]] = {
    1: _goal,
    2: _test_prices,
    3: _strategy,
    5: _record,
    7: _technique,
    8: _families,
    9: _excluded,
    11: _created,
}


def done_count(states: Sequence[StepState]) -> int:
    """Return how many steps are done."""
    return sum(state.is_done for state in states)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
