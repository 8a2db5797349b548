"""Versions, proposals and the thirteen steps (source 002 A): how a design came to be in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matrix_designer.core.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Version:
    """A published strategy, read-only; numbers rise from 1 without a gap.

    `effective` is its first day; None where the matrix in force was on record without one.
    """

    number: int
    strategy: Strategy
    effective: dt.date | None
    author: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A strategy that is kept beside the one being worked on: aggressive, conservative."""

    name: str
    strategy: Strategy
    note: str = ""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One of the thirteen steps, 1 to 13, ticked by hand: when, who agreed, and what."""

    step: int
    day: dt.date | None = None
    by: str = ""
    note: str = ""
