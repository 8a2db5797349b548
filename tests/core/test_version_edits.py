"""Publishing, going back, proposals and steps: history is only ever added to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.derivation_edits import DeriveMatrix, MoveMatrix
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import Edit, SetFactor
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.flat_price_edits import InsertFlatPrices
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.matrix_edits import CorrectRecord, DateRecord
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version import Proposal, StepRecord, Version
from matrix_designer.core.version_edits import (
    DeleteProposal,
    GoBackTo,
    KeepProposal,
    Publish,
    RenameProposal,
    TakeProposal,
    TickStep,
    UntickStep,
)


def matrix(text: str) -> Matrix:
    return Matrix("Retail", (Tier(CENT, None, read_factor(text).factor),))


MAY, JUNE, JULY = (dt.date(2026, month, 1) for month in (5, 6, 7))
BARE = Design("test", (matrix("x2"),))
RECORDED = replace(BARE, in_force=InForce(matrix("x1.5"), MAY, "as keyed"))


def factor(text: str) -> Edit:
    return SetFactor("Retail", 0, read_factor(text).factor)


def refusal(edit: Edit, design: Design = BARE) -> str:
    with pytest.raises(MatrixDesignerError) as caught:
        edit.apply(design)
    return caught.value.sentence


def test_publishing_makes_the_next_version_and_puts_it_in_force() -> None:
    first = Publish(MAY, " Ann ", "start").apply(BARE)
    assert first.versions == (Version(1, BARE.strategy, MAY, "Ann", "start"),)
    assert first.in_force == InForce(BARE.matrix, MAY, "start", BARE.strategy, 1)
    second = Publish(JUNE).apply(factor("x1.8").apply(first))
    assert [version.number for version in second.versions] == [1, 2]
    assert second.versions[0] is first.versions[0]
    assert second.in_force is not None
    assert second.in_force.version == 2
    assert second.matrices is second.versions[1].strategy.matrices


def test_what_was_on_record_becomes_a_version_before_the_first_published_one() -> None:
    after = Publish(JUNE, "Ann").apply(RECORDED)
    assert [(each.number, each.effective, each.note) for each in after.versions] == [
        (1, MAY, "as keyed"),
        (2, JUNE, ""),
    ]
    assert after.versions[0].strategy == Strategy((matrix("x1.5"),))
    undated = replace(BARE, in_force=InForce(matrix("x1.5")))
    assert Publish(MAY).apply(undated).versions[0].effective is None


def test_a_record_that_followed_another_matrix_stands_alone_as_a_version() -> None:
    derivation = Derivation("Retail", DerivationKind.FACTOR, 9_000)
    design = DeriveMatrix(derivation, "Fleet").apply(BARE)
    recorded = replace(BARE, in_force=InForce(design.matrix_named("Fleet")))
    (first, _) = Publish(MAY).apply(recorded).versions
    assert first.strategy.matrix.derived_from is None
    assert MoveMatrix("Fleet", 0).apply(design).as_record().matrix.derived_from is None


def test_a_design_that_is_in_force_as_it_is_cannot_be_published_again() -> None:
    once = Publish(MAY).apply(BARE)
    assert refusal(Publish(JUNE), once) == (
        "The design is what version 1 says. Nothing changed since then. "
        "Change something before you publish."
    )
    recorded = replace(BARE, in_force=InForce(BARE.matrix))
    assert refusal(Publish(JUNE), recorded).startswith("The design is what version 1 says")


def test_a_version_takes_effect_no_earlier_than_the_one_before() -> None:
    changed = factor("x3").apply(Publish(JUNE).apply(BARE))
    assert "before version 1, which does on 2026-06-01" in refusal(Publish(MAY), changed)
    assert len(Publish(JUNE).apply(changed).versions) == 2


def test_going_back_is_a_new_version() -> None:
    two = Publish(JUNE).apply(factor("x3").apply(Publish(MAY).apply(BARE)))
    back = GoBackTo(1, JULY, "Ann").apply(two)
    assert back.strategy == BARE.strategy
    assert [version.number for version in back.versions] == [1, 2, 3]
    assert back.versions[2].note == "Back to version 1"
    assert back.versions[:2] == two.versions
    assert back.in_force is not None
    assert back.in_force.version == 3
    assert refusal(GoBackTo(4, JULY), two) == (
        "There is no version 4. Versions 1 to 2 were published."
    )
    assert refusal(GoBackTo(1, JULY)) == "There is no version 1. None was published yet."


def test_a_strategy_that_could_not_be_saved_is_not_taken() -> None:
    twice = (Family("Plugs"), Family(" plugs "))
    damaged = replace(BARE.strategy, families=twice)
    held = replace(BARE, versions=(Version(1, damaged, MAY),), proposals=(Proposal("x", damaged),))
    assert "There is a family" in refusal(GoBackTo(1, JULY), held)
    assert "There is a family" in refusal(TakeProposal("x"), held)


def test_a_published_version_is_never_corrected() -> None:
    published = Publish(MAY).apply(BARE)
    said = refusal(CorrectRecord(factor("x9")), published)
    assert said.startswith("Version 1 was published and is never changed")
    assert refusal(DateRecord(JULY), published) == said
    corrected = CorrectRecord(factor("x1.6")).apply(RECORDED).in_force
    assert corrected is not None
    assert corrected.matrix == replace(
        matrix("x1.6"), tiers=(Tier(CENT, None, read_factor("x1.6").factor),)
    )


def test_proposals_are_kept_taken_renamed_and_deleted() -> None:
    kept = KeepProposal(" Bold ", "more").apply(BARE)
    changed = factor("x3").apply(kept)
    flat = InsertFlatPrices(0, (FlatPrice("A", DOLLAR),)).apply(changed)
    assert flat.proposals == kept.proposals
    taken = TakeProposal("bold").apply(flat)
    assert taken.strategy == BARE.strategy
    assert taken.proposals == kept.proposals
    assert TakeProposal("Bold").apply(taken) is taken
    renamed = RenameProposal("Bold", "Careful").apply(kept)
    assert [each.name for each in renamed.proposals] == ["Careful"]
    assert RenameProposal("Bold", "Bold").apply(kept) is kept
    assert [each.name for each in RenameProposal("Bold", "bold").apply(kept).proposals] == ["bold"]
    assert DeleteProposal("Bold").apply(kept).proposals == ()


def test_a_proposal_takes_anothers_place_only_when_told() -> None:
    kept = KeepProposal("Bold").apply(BARE)
    assert KeepProposal("Bold").apply(kept) is kept
    changed = factor("x3").apply(kept)
    assert refusal(KeepProposal("bold"), changed) == (
        "There is a proposal “bold” already. Type another name, or replace that one."
    )
    over = KeepProposal("Bold", is_over=True).apply(changed)
    assert over.proposals[0].strategy == changed.strategy
    two = KeepProposal("Careful").apply(changed)
    assert "already" in refusal(RenameProposal("Bold", "careful"), two)
    assert refusal(TakeProposal("Wild"), two) == (
        "There is no proposal “Wild”. There are: Bold, Careful."
    )


def test_steps_are_ticked_in_order_and_unticked() -> None:
    third, first = StepRecord(3, MAY, "Ann", "42 %"), StepRecord(1, MAY)
    both = TickStep(first).apply(TickStep(third).apply(BARE))
    assert both.steps == (first, third)
    assert TickStep(third).apply(both) is both
    again = TickStep(replace(third, by="Bob")).apply(both)
    assert [each.by for each in again.steps] == ["", "Bob"]
    assert UntickStep(3).apply(both).steps == (first,)
    assert UntickStep(7).apply(both) is both
    assert refusal(TickStep(StepRecord(14))) == "There is no step 14. They count from 1 to 13."
