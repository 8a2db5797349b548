"""Many falls of one matrix smoothed in one step: those that count, or all of them.

Tries the ways of each set aside, as the ways of a finding are tried, and says which set a way is
for. Knows analyses; the window's design stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matrix_designer.analysis.findings import Finding
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import Trial, trials_of_all

THOSE_THAT_COUNT = "Falls that count"
ALL_FALLS = "All falls"


def falls_of(analysis: Analysis) -> tuple[Finding, ...]:
    """Return the falls of the matrix that is shown, as they are listed."""
    name = analysis.matrix.name
    return tuple(one for one in analysis.findings if one.code == "inversion" and one.matrix == name)


def smoothing_trials(analysis: Analysis) -> Iterator[Trial | None]:
    """Try the ways to smooth the falls that count, then all; yield those that hold.

    Each is one step. Where all count or none does, there is one set. Yields None between two
    tiers and for a way that is offered elsewhere, so that whoever waits can do something else.
    """
    falls = falls_of(analysis)
    counting = {zone.tier for zone in analysis.curves.falls if zone.counts}
    some = tuple(one for one in falls if one.tier in counting)
    if 0 < len(some) < len(falls):
        for trial in trials_of_all(analysis, some):
            if trial is None or not trial.fix.is_partial:
                yield None  # another mode answers all falls: it comes with them
            else:
                yield _named(trial, THOSE_THAT_COUNT)
    if falls:
        for trial in trials_of_all(analysis, falls):
            is_local = trial is not None and trial.fix.is_partial
            yield _named(trial, ALL_FALLS) if trial is not None and is_local else trial


def _named(trial: Trial, falls: str) -> Trial:
    """Return a trial whose way says which falls it is for."""
    title = trial.fix.title
    return replace(trial, fix=replace(trial.fix, title=f"{falls}: {title[:1].lower()}{title[1:]}"))
