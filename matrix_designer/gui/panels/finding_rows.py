"""Findings as rows to read: many of one code fold into one row that says how many.

Knows findings and words; it draws nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.core.design import Silence
from matrix_designer.gui.numbers import Numbers

_FOLDED = {
    "gap": "Costs at {n} bounds match no tier",
    "overlap": "{n} pairs of tiers overlap",
    "shared-bound": "{n} bounds stand in two tiers each",
    "reversed-bounds": "{n} tiers have from above to",
    "sub-cent-bound": "{n} bounds have parts of a cent",
    "equal-neighbours": "{n} neighbouring tiers have equal factors",
    "wide-tier": "{n} tiers are wider than the ladder allows",
    "inversion": "Price falls at {n} tier bounds",
    "rising-factor": "The factor rises with cost at {n} bounds",
    "below-cost": "{n} tiers sell under cost",
    "below-goal-tier": "{n} tiers are under the goal",
    "percent-kind": "{n} factors look like the wrong kind of percent",
    "list-based": "{n} tiers price from list",
    "dead-rule": "{n} rules can never win",
    "uncovered-source": "No rule takes {n} sources of the sales",
    "competitive-on-matrix": "An escalating matrix prices competitive parts of {n} sources",
    "competitive-above-list": "{n} rules sell competitive parts above list",
    "counter-and-repair-differ": "{n} rules price apart over the counter and on repair orders",
    "family-unpriced": "{n} families have no price",
    "family-average-moved": "The averages of {n} families have moved",
    "flat-cost-moved": "The costs of {n} flat-priced parts have moved",
    "menu-total": "The parts of {n} menus do not come to their price",
}
_WORDS = {
    "gap": "sold",
    "late-start": "sold",
    "no-top": "sold",
    "overlap": "sold",
    "shared-bound": "sold",
    "wide-tier": "sold",
    "uncapped": "above the cap's price",
    "inversion": "below the top",
    "below-cost": "lost",
    "below-goal": "missing",
    "below-goal-tier": "missing",
    "above-list": "over the limit",
    "below-list": "under list",
    "coarse-cent": "moved",
    "dead-rule": "sold",
    "uncovered-source": "sold",
    "competitive-on-matrix": "sold",
    "competitive-above-list": "above list",
    "counter-and-repair-differ": "apart",
    "family-unpriced": "sold",
    "family-average-moved": "moved",
    "flat-cost-moved": "moved",
}
_NUMBER = re.compile(r"“[^”]*”|(?<![\w.])(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?!\w)")
"""A plain number, or a name in quotation marks, whose digits are nobody's number."""
SEVERITY_ICONS = {
    Severity.ERROR: "octagon-x",
    Severity.WARNING: "triangle-alert",
    Severity.ADVICE: "lightbulb",
}


VERBS = {
    "no-tiers": "Start",
    "unordered": "Sort",
    "equal-neighbours": "Merge",
    "wide-tier": "Ladder",
    "too-few-levels": "Split",
    "uncapped": "Cap",
    "cap-too-high": "Cap",
    "inversion": "Smooth",
    "below-cost": "Floor",
    "below-goal": "Solve",
    "below-goal-tier": "Solve",
    "above-list": "Ceiling",
    "below-list": "At list",
    "target-name": "Rename",
    "target-levels": "Merge",
    "dead-rule": "Move",
    "uncovered-source": "Cover",
    "competitive-on-matrix": "Take off",
    "competitive-above-list": "At list",
    "counter-and-repair-differ": "Join",
    "family-unpriced": "Price",
    "family-average-moved": "Accept",
    "flat-cost-moved": "Price",
    "menu-total": "Total",
}
"""What a fix is called on its button; Fix where a code is not here."""
RESTORE = "Restore"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row of the panel: what it says, and the findings that it stands for, worst first.

    `verb` is what can be done about it, empty where nothing can; `is_open` shows the findings of
    a folded row under it, `is_part` is one of those. `reason` is why it was silenced, or empty.
    """

    severity: Severity
    sentence: str
    dollars: str
    place: str
    findings: tuple[Finding, ...]
    verb: str = ""
    is_open: bool = False
    is_part: bool = False
    reason: str = ""

    @property
    def is_folded(self) -> bool:
        """Whether it stands for several findings, shown under it or not."""
        return len(self.findings) > 1

    @property
    def key(self) -> tuple[str, str, int | None, str, bool]:
        """What the row is of, by which it is found again after an edit."""
        worst = self.worst
        tier = None if self.is_folded else worst.tier
        subject = "" if self.is_folded else worst.subject
        return worst.code, worst.matrix, tier, subject, self.is_part

    @property
    def worst(self) -> Finding:
        """The finding that a click goes to."""
        return self.findings[0]


def fold_findings(findings: Iterable[Finding], numbers: Numbers) -> tuple[FindingRow, ...]:
    """Fold ranked findings of one code and severity into rows, in the order of their worst."""
    groups: dict[tuple[str, Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.severity, finding.matrix), []).append(finding)
    rows = [_row(tuple(group), numbers) for group in groups.values()]
    order = list(Severity)
    return tuple(
        sorted(rows, key=lambda row: (order.index(row.severity), _sum(row) is None, -_total(row)))
    )


def unfold(
    rows: Iterable[FindingRow], opened: Container[tuple[str, str]], numbers: Numbers
) -> tuple[FindingRow, ...]:
    """Put the findings of the opened rows, told by code and matrix, under them."""
    found: list[FindingRow] = []
    for row in rows:
        if not row.is_folded or (row.worst.code, row.worst.matrix) not in opened:
            found.append(row)
            continue
        found.append(replace(row, is_open=True))
        found += [replace(_row((each,), numbers), is_part=True) for each in row.findings]
    return tuple(found)


def silenced_rows(
    findings: Iterable[Finding], silences: Iterable[Silence], numbers: Numbers
) -> tuple[FindingRow, ...]:
    """Return a row for each silenced finding, with the reason that was given."""
    reasons = {each.key: each.reason for each in silences}
    return tuple(
        replace(
            _row((each,), numbers),
            verb=RESTORE,
            reason=reasons.get(each.key, "") or "no reason given",
        )
        for each in findings
    )


def with_matrix(rows: Iterable[FindingRow], shown: str) -> tuple[FindingRow, ...]:
    """Say of the rows of other matrices than the one shown which matrix they are of."""
    return tuple(
        row
        if row.worst.matrix in {shown, ""}
        else replace(row, sentence=f"“{row.worst.matrix}”: {row.sentence}")
        for row in rows
    )


def counts_text(findings: Iterable[Finding], silenced: int = 0) -> str:
    """Say how many findings of each severity there are: `2 errors, 5 warnings, 3 advice`."""
    counts = Counter(finding.severity for finding in findings)
    parts = []
    for severity in Severity:
        number = counts[severity]
        if number:
            plural = "" if number == 1 or severity is Severity.ADVICE else "s"
            parts.append(f"{number} {severity.value}{plural}")
    words = ", ".join(parts) or "no findings"
    return f"{words}, {silenced} silenced" if silenced else words


@lru_cache(1024)
def localised(sentence: str, numbers: Numbers) -> str:
    """Write the numbers of a plain sentence with the locale's marks: 16176.5 -> 16,176.5."""

    def write(match: re.Match[str]) -> str:
        if match.group().startswith("“"):
            return match.group()
        whole, point, decimals = match.group().partition(".")
        return numbers.typed(f"{int(whole):,}{point}{decimals}")

    return _NUMBER.sub(write, sentence)


def copied_text(row: FindingRow, numbers: Numbers) -> str:
    """Write a row for the clipboard: one line a finding, with code, place and reason."""
    lines = []
    for finding in row.findings:
        dollars = "" if finding.dollars is None else f" (${numbers.dollars(finding.dollars)})"
        where = "" if finding.tier is None else f", tier {finding.tier}"
        where += "" if finding.rule is None else f", rule {finding.rule}"
        lines.append(
            f"{finding.severity.value} {finding.code}{where}: {finding.message}{dollars} "
            f"{finding.why} [{finding.source}]"
        )
    return "\n".join(lines)


def _row(group: tuple[Finding, ...], numbers: Numbers) -> FindingRow:
    worst = group[0]
    total = _dollars_of(group)
    dollars = "" if total is None else f"${numbers.dollars(total)}"
    sentence = worst.message
    if len(group) > 1:
        plain = _FOLDED.get(worst.code)
        if plain is not None and worst.is_of_plan:
            plain = plain.replace("tiers", "rules")
        rest = len(group) - 1
        sentence = (
            plain.format(n=len(group))
            if plain
            else f"{worst.message.rstrip('.')}, and {rest} more like it"
        )
    word = _WORDS.get(worst.code, "")
    return FindingRow(
        worst.severity,
        localised(sentence.rstrip("."), numbers),
        f"{dollars} {word}".strip() if dollars else "",
        _place(group),
        group,
        _verb(worst) if any(each.way for each in group) else "",
    )


def _verb(finding: Finding) -> str:
    if finding.is_of_plan and finding.code == "below-cost":
        return "At cost"
    if finding.code == "flat-cost-moved" and (finding.way or "").startswith("Keep"):
        return "Keep"  # the price is locked
    return VERBS.get(finding.code, "Fix")


def _place(group: tuple[Finding, ...]) -> str:
    if group[0].is_of_plan:
        return _numbered("rule", [finding.rule for finding in group], group[0])
    return _numbered("tier", [finding.tier for finding in group], group[0])


def _numbered(what: str, held: Iterable[int | None], worst: Finding) -> str:
    numbers = sorted({number for number in held if number is not None})
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"{what} {numbers[0]}"
    at = worst.rule if what == "rule" else worst.tier
    if worst.dollars and at is not None:
        return f"worst at {what} {at}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{what}s {numbers[0]} to {numbers[-1]}"
    return f"{what}s {_listed(numbers)}"


def _listed(tiers: list[int]) -> str:
    most = 4
    shown = ", ".join(str(tier) for tier in tiers[:most])
    return f"{shown} …" if len(tiers) > most else shown


def _dollars_of(group: tuple[Finding, ...]) -> int | None:
    known = [finding.dollars for finding in group if finding.dollars is not None]
    return sum(known) if known else None


def _sum(row: FindingRow) -> int | None:
    return _dollars_of(row.findings)


def _total(row: FindingRow) -> int:
    return _dollars_of(row.findings) or 0
