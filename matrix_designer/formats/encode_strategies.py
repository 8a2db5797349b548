"""Strategies of versions and proposals to places in lists that all of them share, and back.

The lines of each kind (rules, flat prices, ...) stand in the file once: first those of the design
itself, then those that only its versions have. A strategy is runs of places, so that fifty
versions of a long list that differ in a few lines are a few lines longer than one. Knows both
sides; no files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from matrix_designer.core.derived import in_step
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.menu import ServiceMenu
from matrix_designer.core.part_class import NO_CLASSES, Classes, PartClass
from matrix_designer.core.plan import NO_PLAN, ByMatrix, Plan, Rule
from matrix_designer.core.strategy import Strategy
from matrix_designer.formats.encode_matrix import matrix_of, matrix_record
from matrix_designer.formats.encode_plan import (
    class_of,
    class_record,
    damaged_plan,
    family_of,
    family_record,
    flat_price_of,
    flat_price_record,
    menu_of,
    menu_record,
    rule_of,
    rule_record,
)
from matrix_designer.formats.schema_plan import (
    MAX_SHARED,
    KeptRecord,
    StrategyRecord,
)

Line = TypeVar("Line")
Written = TypeVar("Written")
Run = tuple[int, int]
"""A first place, and the one after the last."""
_RUN_COST = 20
"""A run takes as long to read as so many lines of it."""
Entry = tuple[str, PartClass]


@dataclass
class _Pool(Generic[Line]):
    """The lines of one kind, each once, with the places that tuples of them have."""

    own: tuple[Line, ...]
    kept: list[Line] = field(default_factory=list)
    _places: dict[int, int] = field(default_factory=dict)
    _equals: dict[Line, int] = field(default_factory=dict)
    _known: dict[int, tuple[tuple[Line, ...], str]] = field(default_factory=dict)

    def runs_of(self, lines: tuple[Line, ...]) -> str:
        """Return the places of some lines; new ones are kept."""
        if lines == self.own:
            return _runs_text(range(len(lines)))
        if id(lines) not in self._known:
            self._known[id(lines)] = lines, _runs_text(self._place(line) for line in lines)
        return self._known[id(lines)][1]

    def _place(self, line: Line) -> int:
        """Return a line's place: by its identity, which is quick, else by what it says."""
        if not self._places:
            self._places = {id(each): place for place, each in enumerate(self.own)}
        found = self._places.get(id(line))
        if found is not None:
            return found
        if not self._equals:
            self._equals = {each: place for place, each in enumerate(self.own)}
        place = self._equals.get(line)
        if place is None:
            place = len(self.own) + len(self.kept)
            self.kept.append(line)
            self._equals[line] = place
        self._places[id(line)] = place  # of a line that its strategy keeps alive
        return place


def _runs_text(places: Iterable[int]) -> str:
    """Write places as runs: `0-11 15 12`."""
    runs: list[Run] = []
    first = last = -1
    for place in places:
        if place == last + 1 and last >= 0:
            last = place
            continue
        if last >= 0:
            runs.append((first, last))
        first = last = place
    if last >= 0:
        runs.append((first, last))
    return " ".join(f"{low}-{high}" if high > low else f"{low}" for low, high in runs)


def _read_runs(text: str) -> Iterator[Run]:
    """Read runs into pairs of a first place and the one after the last."""
    for run in text.split():
        low, _, high = run.partition("-")
        yield int(low), int(high or low) + 1


class StrategyWriter:
    """Turns strategies into records, beside the design whose own lines come first."""

    def __init__(self, design: Design) -> None:
        """Start with the design's own lines."""
        self._matrices = _Pool[Matrix](design.matrices)
        self._rules = _Pool[Rule](design.plan.rules)
        self._flat = _Pool[FlatPrice](design.flat_prices)
        self._families = _Pool[Family](design.families)
        self._sources = _Pool[Entry](design.classes.sources)
        self._parts = _Pool[Entry](design.classes.parts)
        self._menus = _Pool[ServiceMenu](design.menus)

    def record(self, strategy: Strategy) -> StrategyRecord:
        """Turn a strategy into its record."""
        return StrategyRecord(
            matrices=self._matrices.runs_of(strategy.matrices),
            rules=self._rules.runs_of(strategy.plan.rules),
            flat_prices=self._flat.runs_of(strategy.flat_prices),
            families=self._families.runs_of(strategy.families),
            class_sources=self._sources.runs_of(strategy.classes.sources),
            class_parts=self._parts.runs_of(strategy.classes.parts),
            menus=self._menus.runs_of(strategy.menus),
        )

    def kept(self) -> KeptRecord | None:
        """Return the lines that only versions and proposals have; None where they have none."""
        made = KeptRecord(
            matrices=_written(self._matrices, matrix_record),
            rules=_written(self._rules, rule_record),
            flat_prices=_written(self._flat, flat_price_record),
            families=_written(self._families, family_record),
            class_sources=_written(self._sources, class_record),
            class_parts=_written(self._parts, class_record),
            menus=_written(self._menus, menu_record),
        )
        return None if made == KeptRecord() else made


def _written(pool: _Pool[Line], turn: Callable[[Line], Written]) -> tuple[Written, ...]:
    return tuple(turn(line) for line in pool.kept)


@dataclass
class _Lines(Generic[Line]):
    """The lines of one kind as a file has them; equal runs give the very same tuple."""

    own: tuple[Line, ...]
    all: tuple[Line, ...]
    what: str
    _known: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    def at(self, runs: str, budget: list[int]) -> tuple[Line, ...]:
        """Return the lines at some places; places that are none are refused."""
        found = self._known.get(runs)
        if found is None:
            found = self._known[runs] = self._taken(runs, budget)
        return found

    def _taken(self, text: str, budget: list[int]) -> tuple[Line, ...]:
        taken: list[Line] = []
        for first, end in _read_runs(text):
            if not first < end <= len(self.all):
                raise damaged_plan(f"A version names {self.what} that the file does not hold")
            budget[0] -= max(end - first, _RUN_COST)
            if budget[0] < 0:
                raise MatrixDesignerError(
                    f"The versions of the design have more than {MAX_SHARED:,} lines together",
                    "",
                    "Delete proposals that nobody needs",
                )
            taken.extend(self.all[first:end])
        made = tuple(taken)
        return self.own if made == self.own else made


class StrategyReader:
    """Turns records back into strategies, beside the design whose own lines come first."""

    def __init__(self, own: Strategy, kept: KeptRecord | None) -> None:
        """Start with the design's own lines and those that were kept."""
        more = kept or KeptRecord()
        self._budget = [MAX_SHARED]
        self._matrices = _lines(own.matrices, more.matrices, matrix_of, "matrices")
        self._rules = _lines(own.plan.rules, more.rules, rule_of, "rules")
        self._flat = _lines(own.flat_prices, more.flat_prices, flat_price_of, "flat prices")
        self._families = _lines(own.families, more.families, family_of, "families")
        self._sources = _lines(own.classes.sources, more.class_sources, class_of, "classes")
        self._parts = _lines(own.classes.parts, more.class_parts, class_of, "classes")
        self._menus = _lines(own.menus, more.menus, menu_of, "menus")

    def strategy(self, record: StrategyRecord) -> Strategy:
        """Turn a record into a strategy; one that no edit could have made is refused."""
        budget = self._budget
        rules = self._rules.at(record.rules, budget)
        sources = self._sources.at(record.class_sources, budget)
        parts = self._parts.at(record.class_parts, budget)
        made = Strategy(
            matrices=self._matrices.at(record.matrices, budget),
            plan=Plan(rules) if rules else NO_PLAN,
            flat_prices=self._flat.at(record.flat_prices, budget),
            families=self._families.at(record.families, budget),
            classes=Classes(sources, parts) if sources or parts else NO_CLASSES,
            menus=self._menus.at(record.menus, budget),
        )
        check_strategy(made)
        return made


def _lines(
    own: tuple[Line, ...],
    kept: Sequence[Written],
    turn: Callable[[Written], Line],
    what: str,
) -> _Lines[Line]:
    return _Lines(own, (*own, *map(turn, kept)), what)


def check_strategy(strategy: Strategy) -> None:
    """Refuse what no edit makes: matrices of one name, rules without theirs, out of step."""
    names = {matrix.name for matrix in strategy.matrices}
    if not names or len(names) < len(strategy.matrices):
        raise damaged_plan("A strategy has no matrix, or two of one name")
    for rule in strategy.plan.rules:
        if isinstance(rule.treatment, ByMatrix) and rule.treatment.matrix not in names:
            raise damaged_plan(
                f"A rule prices by the matrix “{rule.treatment.matrix}”, which is not there"
            )
    try:
        is_kept = in_step(strategy.matrices) == strategy.matrices
    except MatrixDesignerError as error:
        raise damaged_plan(error.sentence) from error
    if not is_kept:
        raise damaged_plan("A matrix is not what it says that it follows")
