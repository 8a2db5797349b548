"""Findings fold into rows that say how many they are, in the locale's numbers."""

from __future__ import annotations

from matrix_designer.analysis.findings import Finding, Severity, rank_findings
from matrix_designer.core.money import EXTENDED_DOLLAR
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.finding_rows import copied_text, fold_findings, localised

US, GERMAN = Numbers(), Numbers(",", ".")


def finding(code: str, tier: int | None, dollars: int | None, **more: Severity) -> Finding:
    severity = more.get("severity", Severity.WARNING)
    amount = None if dollars is None else dollars * EXTENDED_DOLLAR
    return Finding(code, severity, f"{code} at {tier}.", "why.", "001", "m", tier, amount)


def test_many_of_one_code_become_one_row_with_their_sum_and_the_worst_place() -> None:
    found = [finding("inversion", tier, tier * 100) for tier in range(1, 15)]
    (row,) = fold_findings(rank_findings(found), US)
    assert row.sentence == "Price falls at 14 tier bounds"
    assert row.dollars == "$10,500 below the top"
    assert row.place == "worst at tier 14"
    assert len(row.findings) == 14


def test_rows_stand_by_severity_then_by_the_sum_of_their_dollars() -> None:
    found = [
        finding("above-list", None, 50),
        finding("inversion", 1, 30),
        finding("inversion", 2, 40),
        finding("gap", 3, 0, severity=Severity.ERROR),
        finding("too-few-levels", None, None, severity=Severity.ADVICE),
    ]
    rows = fold_findings(rank_findings(found), US)
    assert [row.worst.code for row in rows] == ["gap", "inversion", "above-list", "too-few-levels"]
    assert rows[0].place == "tier 3"


def test_a_code_without_a_folded_sentence_keeps_its_first_one() -> None:
    rows = fold_findings([finding("made-up", 1, None), finding("made-up", 4, None)], US)
    assert rows[0].sentence == "made-up at 1, and 1 more like it"
    assert rows[0].place == "tiers 1, 4"


def test_numbers_in_sentences_follow_the_locale() -> None:
    text = "16176 pieces, $53476.59 over; tier 12 of 001 x1.75"
    assert localised(text, US) == "16,176 pieces, $53,476.59 over; tier 12 of 001 x1.75"
    assert localised("$53476.59", GERMAN) == "$53.476,59"
    assert localised("Part “74773-EE18” costs 1110.8", US) == "Part “74773-EE18” costs 1,110.8"


def test_copied_text_names_code_place_and_reason() -> None:
    (row,) = fold_findings([finding("gap", 3, 12)], US)
    assert copied_text(row, US) == "warning gap, tier 3: gap at 3. ($12) why. [001]"
