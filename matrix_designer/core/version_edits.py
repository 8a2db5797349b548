"""Edits of versions, proposals and steps: publish, go back, keep, take, rename, tick.

Each is an `Edit` as core.edits has them. A published version is never changed or taken away; going
back makes a new one. Knows designs and strategies; it does not know what day it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.family_edits import refuse_same_name as refuse_same_family
from matrix_designer.core.flat_price_edits import refuse_twice
from matrix_designer.core.menu_edits import refuse_same_name as refuse_same_menu
from matrix_designer.core.names import tidy_label, tidy_name, tidy_note
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan_limits import MOST_PROPOSALS, MOST_STEPS, MOST_VERSIONS, refuse_more
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version import Proposal, StepRecord, Version


@dataclass(frozen=True, slots=True)
class Publish:
    """Make the design the next version, in force from a day on.

    What was in force before and is no version yet becomes one first, so that nothing is lost.
    """

    effective: dt.date
    author: str = ""
    note: str = ""
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "publish"

    def apply(self, design: Design) -> Design:
        """Return the design published; one that is in force as it is, is refused."""
        return _published(design, self.effective, self.author, self.note)


@dataclass(frozen=True, slots=True)
class GoBackTo:
    """Publish an older version once more: its strategy becomes the design's and a new version."""

    version: int
    effective: dt.date
    author: str = ""
    note: str = ""
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"go back to version {self.version}"

    def apply(self, design: Design) -> Design:
        """Return the design with the version published anew."""
        found = version_numbered(design, self.version)
        note = self.note or f"Back to version {self.version}"
        after = with_strategy(design, found.strategy)
        return _published(after, self.effective, self.author, note)


@dataclass(frozen=True, slots=True)
class KeepProposal:
    """Keep the strategy of the design as a proposal; `is_over` lets it take a known one's place."""

    name: str
    note: str = ""
    is_over: bool = False
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"keep proposal “{self.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the proposal; a taken name is refused."""
        made = Proposal(tidy_name(self.name, "proposal"), design.strategy, tidy_note(self.note))
        at = _place_of(design, made.name)
        if at is None:
            proposals = (*design.proposals, made)
            refuse_more(proposals, MOST_PROPOSALS, "proposals")
            return replace(design, proposals=proposals)
        if design.proposals[at] == made:
            return design
        if not self.is_over:
            raise _taken(made.name, "Type another name, or replace that one")
        return _with_proposal(design, at, made)


@dataclass(frozen=True, slots=True)
class TakeProposal:
    """Work on a proposal: its strategy becomes the design's; the proposal stays kept."""

    name: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"take proposal “{self.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the proposal's strategy."""
        return with_strategy(design, design.proposals[_known(design, self.name)].strategy)


@dataclass(frozen=True, slots=True)
class RenameProposal:
    """Give a proposal another name."""

    name: str
    to: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"rename proposal “{self.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the name; a taken one is refused."""
        at = _known(design, self.name)
        to = tidy_name(self.to, "proposal")
        if to == design.proposals[at].name:
            return design
        if _place_of(design, to) not in {None, at}:
            raise _taken(to, "Type another name")
        return _with_proposal(design, at, replace(design.proposals[at], name=to))


@dataclass(frozen=True, slots=True)
class DeleteProposal:
    """Take a proposal out."""

    name: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"delete proposal “{self.name}”"

    def apply(self, design: Design) -> Design:
        """Return the design without the proposal."""
        at = _known(design, self.name)
        left = (*design.proposals[:at], *design.proposals[at + 1 :])
        return replace(design, proposals=left)


@dataclass(frozen=True, slots=True)
class TickStep:
    """Tick one of the thirteen steps: when, who agreed, and what; ticked again it is corrected."""

    record: StepRecord
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"tick step {self.record.step}"

    def apply(self, design: Design) -> Design:
        """Return the design with the step ticked; there are thirteen."""
        record = replace(
            self.record, by=tidy_label(self.record.by), note=tidy_note(self.record.note)
        )
        if not 1 <= record.step <= MOST_STEPS:
            raise MatrixDesignerError(f"There is no step {record.step}", "They count from 1 to 13")
        others = [each for each in design.steps if each.step != record.step]
        steps = tuple(sorted((*others, record), key=_number_of))
        return design if steps == design.steps else replace(design, steps=steps)


@dataclass(frozen=True, slots=True)
class UntickStep:
    """Take the tick off a step."""

    step: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"untick step {self.step}"

    def apply(self, design: Design) -> Design:
        """Return the design without the tick."""
        steps = tuple(each for each in design.steps if each.step != self.step)
        return design if steps == design.steps else replace(design, steps=steps)


def version_numbered(design: Design, number: int) -> Version:
    """Return the version of that number; raises MatrixDesignerError with the numbers there are."""
    for version in design.versions:
        if version.number == number:
            return version
    count = len(design.versions)
    has = f"Versions 1 to {count} were published" if count else "None was published yet"
    raise MatrixDesignerError(f"There is no version {number}", has)


def with_strategy(design: Design, strategy: Strategy) -> Design:
    """Return the design with another strategy; the very same design where it is equal.

    One of a damaged file, with a line that stands twice, is refused: it could not be saved.
    """
    if design.strategy == strategy:
        return design
    refuse_twice(strategy.flat_prices)
    refuse_same_family(strategy.families)
    refuse_same_menu(strategy.menus)
    return replace(
        design,
        matrices=strategy.matrices,
        plan=strategy.plan,
        flat_prices=strategy.flat_prices,
        families=strategy.families,
        classes=strategy.classes,
        menus=strategy.menus,
    )


def _published(design: Design, effective: dt.date, author: str, note: str) -> Design:
    """Return the design with its strategy as the next version, in force."""
    before = design.in_force
    versions = design.versions
    if before is not None and before.version is None:
        kept = before.strategy or Strategy((replace(before.matrix, derived_from=None),))
        versions = (*versions, Version(len(versions) + 1, kept, before.since, note=before.note))
    strategy = design.strategy
    if versions and versions[-1].strategy == strategy:
        raise MatrixDesignerError(
            f"The design is what version {versions[-1].number} says",
            "Nothing changed since then" if before is not None else "",
            "Change something before you publish",
        )
    last = versions[-1].effective if versions else None
    if last is not None and effective < last:
        raise MatrixDesignerError(
            f"It would take effect before version {versions[-1].number}, which does on {last}",
            "",
            "Choose that day or a later one",
        )
    new = Version(len(versions) + 1, strategy, effective, tidy_label(author), tidy_note(note))
    versions = (*versions, new)
    refuse_more(versions, MOST_VERSIONS, "versions")
    in_force = InForce(strategy.matrix, effective, new.note, strategy, new.number)
    return replace(design, versions=versions, in_force=in_force)


def _with_proposal(design: Design, at: int, made: Proposal) -> Design:
    proposals = (*design.proposals[:at], made, *design.proposals[at + 1 :])
    return replace(design, proposals=proposals)


def _place_of(design: Design, name: str) -> int | None:
    for place, proposal in enumerate(design.proposals):
        if name_key(proposal.name) == name_key(name):
            return place
    return None


def _known(design: Design, name: str) -> int:
    at = _place_of(design, name)
    if at is None:
        known = ", ".join(proposal.name for proposal in design.proposals)
        raise MatrixDesignerError(
            f"There is no proposal “{name}”", f"There are: {known}" if known else "None is kept"
        )
    return at


def _taken(name: str, hint: str) -> MatrixDesignerError:
    return MatrixDesignerError(f"There is a proposal “{name}” already", "", hint)


def _number_of(record: StepRecord) -> int:
    return record.step
