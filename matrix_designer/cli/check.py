"""The command `check`: what is wrong with a design, ranked."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.cli.answer import (
    FINE,
    WRONG,
    Answer,
    counted,
    shown_total,
    total,
)
from matrix_designer.cli.days import day_of
from matrix_designer.cli.opening import open_project, open_sales
from matrix_designer.cli.targets import profile_of
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.first_fixes import with_fixes
from matrix_designer.formats.designs import with_goal


def run_check(arguments: argparse.Namespace) -> Answer:
    """Check every matrix of a design; exit 1 where a finding is an error."""
    target = None if arguments.target is None else profile_of(arguments.target).target
    project = open_project(arguments.design, with_sales=arguments.sales is None)
    design = project.design
    if arguments.goal is not None:
        design = with_goal(design, arguments.goal)
    question = Question(on=day_of(arguments))
    analysis = evaluate(design, open_sales(arguments, project), question, target)
    findings, silenced = with_fixes(analysis), analysis.silenced
    has_error = any(finding.severity is Severity.ERROR for finding in findings)
    data = {"findings": findings_json(findings), "silenced": len(silenced)}
    status = WRONG if has_error else FINE
    return Answer(data, tuple(_lines(findings, silenced)), status, project.problems)


def findings_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings as the contract names their parts."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "matrix": finding.matrix or None,
            "tier": finding.tier,
            "rule": finding.rule,
            "subject": finding.subject or None,
            "dollars": total(finding.dollars),
            "fix": finding.fix,
            "why": finding.why,
            "source": finding.source,
        }
        for finding in findings
    ]


def count_text(findings: Sequence[Finding]) -> str:
    """Count findings by severity in words."""
    if not findings:
        return "No findings"
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(
        (
            counted(counts[Severity.ERROR], "error"),
            counted(counts[Severity.WARNING], "warning"),
            counted(counts[Severity.ADVICE], "piece of advice", "pieces of advice"),
        )
    )


def _lines(findings: Sequence[Finding], silenced: Sequence[Finding]) -> Iterator[str]:
    """Yield the findings for people: what, where, dollars, and what would help."""
    for finding in findings:
        place = f"“{finding.matrix}”" if finding.matrix else "the plan"
        place += f", tier {finding.tier}" if finding.tier else ""
        place += f", rule {finding.rule}" if finding.rule else ""
        dollars = "" if finding.dollars is None else f", {shown_total(finding.dollars)}"
        yield f"{finding.severity.value:<8} {finding.code:<25} {place}{dollars}"
        yield f"         {finding.message}"
        if finding.fix:
            yield f"         Fix: {finding.fix}"
    if findings:
        yield ""
    tail = f" ({len(silenced)} silenced)" if silenced else ""
    yield f"{count_text(findings)}{tail}."
