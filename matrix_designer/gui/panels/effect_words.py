"""What a fix would do to GP and prices, in words.

Knows effects and how numbers are written; it draws and computes nothing.
"""

from __future__ import annotations

from fractions import Fraction

from matrix_designer.analysis.what_must_be_true import Stake
from matrix_designer.evaluation.fixing import Effect, Trial
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.panels.truth_words import break_even_words
from matrix_designer.gui.texts import NO_FIGURE, signed, with_dollar


def gp_words(effect: Effect | None, numbers: Numbers) -> str:
    """Say GP % and GP $ before and after: `GP 48.3 to 48.5 %, +$1,204`."""
    if effect is None:
        return "no sales to try it on"
    before, after = (_percent(each, numbers) for each in effect.gp_percent)
    change = with_dollar(signed(numbers.dollars(effect.gp[1] - effect.gp[0])))
    return f"GP {before} to {after} %, {change}"


def price_words(effect: Effect | None, numbers: Numbers) -> str:
    """Say how many pieces go up and down, with their dollars, and how many stay."""
    if effect is None:
        return ""
    if not effect.up and not effect.down:
        return "no price of a part sold changes"
    parts = []
    for pieces, dollars, word in (
        (effect.up, effect.moved[0], "up"),
        (effect.down, -effect.moved[1], "down"),
    ):
        if pieces:
            sum_ = with_dollar(numbers.dollars(dollars))
            parts.append(f"{numbers.pieces(pieces)} pieces {word} {sum_}")
    return f"{', '.join(parts)}, {numbers.pieces(effect.same)} same"


def effect_words(trial: Trial, numbers: Numbers) -> str:
    """Say everything about a way: what it is, GP and GP $ before and after, prices."""
    effect = trial.effect
    if effect is None:
        return f"{trial.fix.told}. {trial.fix.detail} No sales to try it on."
    before, after = (with_dollar(numbers.dollars(each)) for each in effect.gp)
    prices = price_words(effect, numbers)
    gp = gp_words(effect, numbers).rpartition(", ")
    even = break_even_words(Stake(0, *effect.gp), numbers)
    said = f"{trial.fix.told}: {gp[0]}, GP $ {before} to {after} ({gp[2]}); {prices}"
    return f"{said}; volumes unchanged{f', {even}' if even else ''}."


def _percent(value: float | None, numbers: Numbers) -> str:
    return NO_FIGURE if value is None else numbers.fraction(Fraction(value), 1)
