"""The short forms of the save and corruption campaigns."""

from __future__ import annotations

import shutil
import sys

import pytest

pytest.importorskip("resource", reason="these campaigns need a POSIX system")

from tests.faults import (
    autosave_injection,
    autosave_kill,
    beside_injection,
    corrupt_projects,
    crash_cost,
    save_injection,
    save_kill,
    two_programs,
    window_exits,
)
from tests.outside.desk import missing_tools

needs_strace = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("strace") is None,
    reason="strace is not installed here",
)


@needs_strace
@pytest.mark.campaign
def test_every_fifth_system_call_of_a_save_may_fail_or_kill() -> None:
    outcome = save_injection.run(step=5)
    assert outcome.hit >= 80
    assert not outcome.missed
    assert not outcome.torn
    assert not outcome.lost
    assert not outcome.crashed
    assert not outcome.wordless
    said = " ".join(outcome.said)
    assert "the disk is full" in said
    assert "the disk reports an error" in said
    assert "you may not write there" in said


@needs_strace
@pytest.mark.campaign
def test_every_twelfth_system_call_of_a_save_with_lines_beside_may_fail_or_kill() -> None:
    outcome = beside_injection.run(step=12)
    assert outcome.hit >= 80
    assert outcome.is_good, outcome.bad
    assert "the disk is full" in " ".join(outcome.said)


@pytest.mark.campaign
def test_a_save_may_be_killed_at_any_moment() -> None:
    outcome = save_kill.run(kills=60)
    assert outcome.kills == 60
    assert outcome.saves > 3
    assert not outcome.torn
    assert not outcome.lost


@needs_strace
@pytest.mark.campaign
def test_every_fourth_system_call_of_an_autosave_may_fail_or_kill() -> None:
    outcome = autosave_injection.run(step=4)
    assert outcome.hit >= 80
    assert not outcome.bad
    said = " ".join(outcome.said)
    assert "the disk is full" in said
    assert "the disk reports an error" in said


@pytest.mark.campaign
def test_an_autosave_or_a_recovery_may_be_killed_at_any_moment() -> None:
    outcome = autosave_kill.run(kills=60)
    assert outcome.kills == 60
    assert outcome.keepings >= 30
    assert outcome.during_recovery >= 1
    assert not outcome.torn
    assert not outcome.lost


@pytest.mark.campaign
def test_two_programs_on_one_file_never_lose_each_others_work() -> None:
    outcome = two_programs.run(interleavings=20)
    assert outcome.interleavings == 20
    assert outcome.steps > 100
    assert not outcome.torn
    assert not outcome.lost
    assert outcome.answers["save: FileChangedError"]
    assert outcome.answers["save: HeldElsewhereError"]


@pytest.mark.campaign
def test_a_crash_while_somebody_edits_costs_at_most_twenty_edits() -> None:
    outcome = crash_cost.run(kills=3)
    assert len(outcome.costs) == 3
    assert max(outcome.costs) <= crash_cost.MOST
    assert not outcome.wrong


@pytest.mark.outside
@pytest.mark.campaign
@pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}")
def test_the_window_ends_without_a_word_in_four_ways() -> None:
    outcome = window_exits.run(exits=4)
    assert list(outcome.exits) == list(window_exits.WAYS)
    assert outcome.recovered == int(window_exits.is_edited(2))
    assert not outcome.wrong


@pytest.mark.campaign
def test_damaged_projects_are_refused_quickly_in_one_sentence() -> None:
    outcome = corrupt_projects.run(mutations=500, step=23)
    assert outcome.refused > 3_000
    assert outcome.is_good, (outcome.uncaught[:3], outcome.slow[:3], outcome.changed)
