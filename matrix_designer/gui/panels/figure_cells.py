"""What the figures strip says: five cells of three lines, as runs of text, and the dumbbell.

Knows how a Summary is put into words and which font a word has; not where anything stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtGui import QColor, QFont

from matrix_designer.analysis.findings import Severity
from matrix_designer.analysis.replay import ComparedWith
from matrix_designer.analysis.summary import Summary
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.dumbbell import Dumbbell
from matrix_designer.gui.panels.finding_rows import SEVERITY_ICONS
from matrix_designer.gui.panels.runs import Run, icon_run
from matrix_designer.gui.panels.truth_words import break_even_words
from matrix_designer.gui.texts import NO_FIGURE, counted, signed, with_dollar
from matrix_designer.gui.theme import TextSize, Theme

Runs = tuple[Run, ...]
Cell = tuple[Runs, ...]
"""One cell: label, figure and note, each as runs (none where there is nothing to say)."""
_MOST_KEPT = 400
_ICON = 18


class FigureCells:
    """Writes cells in one look; a run that was written before is the same object again."""

    def __init__(self, theme: Theme, numbers: Numbers) -> None:
        """Take the fonts and inks once."""
        self._theme = theme
        self._numbers = numbers
        self._summary: Summary | None = None
        self._kept: dict[tuple[str, int, int, float], Run] = {}
        self._label_font = theme.font(TextSize.CAPTION)
        self._note_font = theme.number_font(TextSize.CAPTION)
        self._figure_font = theme.number_font(TextSize.FIGURE, is_semibold=True)
        self._word_font = theme.font()
        self._found: tuple[Mapping[Severity, int], Cell] | None = None
        self._shown_dumbbell: Dumbbell | None = None

    def write(self, summary: Summary | None) -> tuple[Cell, ...]:
        """Write all five cells of a summary; dashes without one."""
        self._summary = summary
        self._shown_dumbbell = self._dumbbell()
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        return (
            self._gp(),
            self._year(),
            self._prices(),
            self._above_list(),
            self._findings(),
        )

    def dumbbell(self) -> Dumbbell | None:
        """Return the dumbbell of the summary that was written last."""
        return self._shown_dumbbell

    def short_gp(self) -> Runs:
        """Write GP % and in force on one line; the goal follows."""
        return self._short_gp()

    def short_goal(self) -> Runs:
        """Write what follows on the same line: a comma, then the goal in words."""
        return self._short_goal()

    def short_year(self) -> Runs:
        """Write the dollars and what they cover on one line."""
        return self._short_year()

    def short_break_even(self) -> Runs:
        """Write what follows on the same line: at which volume nothing is gained."""
        stake = None if self._summary is None else self._summary.stake
        even = break_even_words(stake, self._numbers)
        return (self._comma(), self._word(even)) if even else ()

    def short_above(self) -> Runs:
        """Write the pieces over the list limit on one line: the figure, then the limit in words."""
        label, figure, _ = self._above_list()
        words = label[0].text
        return (*figure, self._word(words[0].lower() + words[1:]))

    def _run(self, text: str, font: QFont, colour: QColor, before: float = 0) -> Run:
        """Return a run, measured once; fonts and inks are the theme's and live as long."""
        key = (text, id(font), id(colour), before)
        made = self._kept.get(key)
        if made is None:
            made = self._kept[key] = Run(text, font, colour, before)
        return made

    def _label(self, text: str) -> Runs:
        return (self._run(text, self._label_font, self._theme.colours.muted),)

    def _note(self, text: str) -> Runs:
        return (self._run(text, self._note_font, self._theme.colours.text2),)

    def _figure(self, text: str, *, is_accent: bool = False, before: float = 0) -> Run:
        colours = self._theme.colours
        ink = colours.accent if is_accent else colours.text
        return self._run(text, self._figure_font, ink, self._theme.px(before))

    def _word(self, text: str) -> Run:
        return self._run(text, self._word_font, self._theme.colours.muted, self._theme.px(4))

    def _comma(self) -> Run:
        return self._run(",", self._word_font, self._theme.colours.muted)

    def _percent(self, value: float) -> str:
        return self._numbers.fraction(Fraction(value), 1)

    def _dollars(self, extended: int) -> str:
        return with_dollar(self._numbers.dollars(extended))

    def _gp(self) -> Cell:
        label = self._label("Gross profit, proposed")
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return label, (self._figure(NO_FIGURE, is_accent=True),), ()
        figure = (self._figure(f"{self._percent(shown.gp_proposed)} %", is_accent=True),)
        other, name = shown.gp_in_force, "in force"
        if other is None:
            other, name = shown.gp_sold, "as sold"
        if other is None:
            return label, figure, ()
        change = signed(self._percent(shown.gp_proposed - other))
        return label, figure, (*self._note(f"{change} points"), *self._note(f" on {name}"))

    def _year(self) -> Cell:
        shown = self._summary
        if shown is None or shown.gp_year_change is None or shown.gp_year_proposed is None:
            return self._label("GP $ a year"), (self._figure(NO_FIGURE),), ()
        label = self._label(f"GP $ {self._period()}, volumes unchanged")
        figure = (self._figure(with_dollar(signed(self._numbers.dollars(shown.gp_year_change)))),)
        before, name = shown.gp_year_in_force, ""
        if before is None:
            before, name = shown.gp_year_sold, "sold "
        if before is None:
            return label, figure, ()
        note = (
            *self._note(f"{name}{self._dollars(before)} to "),
            *self._note(self._dollars(shown.gp_year_proposed)),
        )
        even = break_even_words(shown.stake, self._numbers)
        return label, figure, (*note, *(self._note(f", {even}") if even else ()))

    def _period(self) -> str:
        """Say what the dollars cover: a year, or the days there are."""
        period = None if self._summary is None else self._summary.period
        if period is None or period.days is None:
            return "in the period"
        return f"in {counted(period.days, 'day')}" if period.is_too_short else "a year"

    def _prices(self) -> Cell:
        label = self._label("Prices")
        shown = self._summary
        if shown is None or shown.moves is None:
            return label, (self._figure(NO_FIGURE),), ()
        moves = shown.moves
        if moves.compared_with is ComparedWith.AGAINST:
            label = self._label("Prices, against another version")
        pieces = self._numbers.pieces
        figure = (
            self._figure(pieces(moves.up.pieces)),
            self._word("up"),
            self._figure(pieces(moves.down.pieces), before=10),
            self._word("down"),
        )
        note = f"{pieces(moves.same.pieces)} same"
        if shown.average_change is not None:
            average = self._numbers.ratio(shown.average_change, DOLLAR, 2)
            note += f", average {with_dollar(signed(average))}"
        return label, figure, self._note(note)

    def _above_list(self) -> Cell:
        shown = self._summary
        if shown is None:
            return self._label("Above list"), (self._figure(NO_FIGURE),), ()
        limit = self._numbers.ratio(shown.above_list_limit, POINT, 1).removesuffix(
            f"{self._numbers.point}0"
        )
        label = self._label(f"Above list + {limit} %" if shown.above_list_limit else "Above list")
        if shown.over_limit is None:
            return label, (self._figure(NO_FIGURE),), ()
        over = shown.over_limit
        note = f"pieces, {self._dollars(over.dollars)} over list"
        return label, (self._figure(self._numbers.pieces(over.pieces)),), self._note(note)

    def _findings(self) -> Cell:
        """Write the last cell, or return it as it was for equal counts."""
        counts = {} if self._summary is None else self._summary.findings
        if self._found is None or self._found[0] != counts:
            self._found = (counts, self._counted(counts))
        return self._found[1]

    def _counted(self, counts: Mapping[Severity, int]) -> Cell:
        label = self._label("Findings")
        colours = self._theme.colours
        inks = {
            Severity.ERROR: colours.error,
            Severity.WARNING: colours.warning_graphic,
            Severity.ADVICE: colours.muted,
        }
        figure: list[Run] = []
        for severity, ink in inks.items():
            number = counts.get(severity, 0)
            if not number:
                continue
            gap = self._theme.px(14) if figure else 0
            figure.append(icon_run(SEVERITY_ICONS[severity], ink, gap, self._theme.px(_ICON)))
            figure.append(self._figure(f"{number}", before=6))
        if not figure:
            return label, (self._figure("0"),), self._note("no findings")
        words = (
            (Severity.ERROR, "error", "errors"),
            (Severity.WARNING, "warning", "warnings"),
            (Severity.ADVICE, "advice", "advice"),
        )
        note = ", ".join(
            counted(counts[severity], one, many)
            for severity, one, many in words
            if counts.get(severity, 0)
        )
        return label, tuple(figure), self._note(note)

    def _short_gp(self) -> Runs:
        shown = self._summary
        _, figure, _ = self._gp()
        if shown is None or shown.gp_proposed is None:
            return (*figure, self._word("GP"))
        strong = self._theme.number_font(is_semibold=True)
        text = self._theme.colours.text2
        runs = [*figure, self._word("GP")]
        if shown.gp_in_force is not None:
            runs += [
                self._comma(),
                self._word("in force"),
                self._run(self._percent(shown.gp_in_force), strong, text, self._theme.px(4)),
            ]
        return tuple(runs)

    def _short_goal(self) -> Runs:
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return ()
        if shown.goal is None:
            return self._comma(), self._word("no goal")
        strong = self._theme.number_font(is_semibold=True)
        goal = self._numbers.percent(shown.goal)
        ink = self._theme.colours.text2
        return self._comma(), self._word("goal"), self._run(goal, strong, ink, self._theme.px(4))

    def _short_year(self) -> Runs:
        _, figure, _ = self._year()
        return (*figure, self._word(self._period()))

    def _dumbbell(self) -> Dumbbell | None:
        shown = self._summary
        if shown is None or shown.gp_proposed is None:
            return None
        goal = None if shown.goal is None else shown.goal / POINT
        goal_text = ""
        if shown.goal is not None:
            word = "passed" if shown.is_goal_met else "missed"
            goal_text = f"goal {self._numbers.percent(shown.goal)} {word}"
        other, name = shown.gp_in_force, "in force"
        if other is None:
            other, name = shown.gp_sold, "as sold"
        other_text = "" if other is None else f"{name} {self._percent(other)}"
        return Dumbbell(shown.gp_proposed, other, other_text, goal, goal_text)
