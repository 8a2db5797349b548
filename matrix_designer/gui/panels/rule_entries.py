"""The rules of a matrix as lines to be read and typed over: look-up, mode, cap, rails, ending.

Knows how people write a rule and which Edit a text asks for; the words are those of the command
line and of files, with the few that the lines themselves show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matrix_designer.core.answers import SetBarePercent
from matrix_designer.core.design import Design
from matrix_designer.core.edits import (
    Edit,
    SetAboveListLimit,
    SetCap,
    SetEnding,
    SetFallback,
    SetGoal,
    SetLookup,
    SetMode,
    SetRails,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import FactorKind, plain_number
from matrix_designer.core.lookup import mode_mix_problem
from matrix_designer.core.matrix import (
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
)
from matrix_designer.core.money import amount_text
from matrix_designer.formats.settings import Setting, apply_settings, read_percent
from matrix_designer.gui.numbers import MINUS, Numbers

_CAP_WORDS = {
    CapRule.LIST: "list price",
    CapRule.COST_PLUS_67: "cost + 67 %",
    CapRule.LOWER: "the lower of list and cost + 67 %",
    CapRule.HIGHER: "the higher of list and cost + 67 %",
}
_CAP_LINES = {
    CapRule.LOWER: ("list or + 67 %", "lower"),
    CapRule.HIGHER: ("list or + 67 %", "higher"),
}
"""Name and value where the words are too long for a line."""
_PERCENT = re.compile(r"[0-9.,'\s+−-]+%?")
_NONE = "none"
_OVER_LIST = ("over", "list")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what the menu says, and the text that it stands for.

    `is_begun` marks a text that the user completes.
    """

    label: str
    text: str
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: key, name, what stands there, the text to type over, choices and a tip.

    `is_typed` says whether a text can be typed, `warning` what is wrong with it.
    """

    key: str
    name: str
    value: str
    text: str
    tip: str
    choices: tuple[Choice, ...] = ()
    is_typed: bool = False
    warning: str = ""


def rules_of(matrix: Matrix, design: Design | None, numbers: Numbers) -> tuple[Rule, ...]:
    """Say in short lines how a matrix turns a cost into a price, and what the design asks of it."""
    rules = [
        _word(
            "lookup",
            "Look up by",
            matrix.lookup.value,
            ("cost", "list"),
            "Which value picks the tier",
        ),
        _mode(matrix),
        *_cap(matrix, numbers),
        *_rails(matrix, numbers),
        _ending(matrix.ending),
        _fallback(matrix.fallback, numbers),
        *(() if design is None else _goals(design, numbers)),
    ]
    return tuple(rules)


def rule_edit(key: str, text: str, matrix: Matrix, numbers: Numbers) -> Edit:
    """Return the edit that a text asks for; raises MatrixDesignerError with the reason.

    A mode that the tiers cannot have is held: it is a finding.
    """
    if key == "goal":
        return SetGoal(None if _is_none(text) else read_percent(_bare(text, "gp"), numbers.style))
    if key == "limit":
        return SetAboveListLimit(read_percent(_bare(text, *_OVER_LIST), numbers.style))
    if key == "bare":
        return SetBarePercent(_BARE[text])
    key, text = _as_setting(key, text.strip(), matrix)
    try:
        after = apply_settings(matrix, [Setting(key, text, "")], numbers.style)
    except MatrixDesignerError as error:
        error.title = error.title.removeprefix(": ")
        raise
    name = matrix.name
    edits: dict[str, Edit] = {
        "lookup": SetLookup(name, after.lookup),
        "mode": SetMode(name, after.mode),
        "cap": SetCap(name, after.cap),
        "over-cap": SetCap(name, after.cap),
        "ending": SetEnding(name, after.ending),
        "fallback": SetFallback(name, after.fallback),
    }
    return edits.get(key) or SetRails(name, after.rails)


def _as_setting(key: str, text: str, matrix: Matrix) -> tuple[str, str]:
    """Return key and text as files write them."""
    word = text.casefold()
    if key == "cap":
        return key, text.removeprefix("above").strip()
    if key == "ceiling":
        return key, _NONE if _is_none(text) else _bare(text, *_OVER_LIST)
    if key == "floor":
        return _floor_setting(word, matrix)
    if key == "ending":
        for way in ("nearest", "up"):
            if word.startswith(way):
                kind = word.removeprefix(way).strip().removeprefix("to").strip()
                return key, f"{'1.00' if kind == 'whole $' else kind}:{way}"
    if key == "fallback" and word in ("no price", "no"):
        return key, "unpriced"
    return key, text


def _floor_setting(word: str, matrix: Matrix) -> tuple[str, str]:
    """Say which floor is meant: a bare number keeps the kind that there is, else it is asked."""
    if _is_none(word):
        return "floor-markup", _NONE
    if "gp" in word or "margin" in word:
        return "floor-gp", _bare(word, "gp", "margin")
    if "markup" in word or word.startswith("cost"):
        return "floor-markup", _bare(word, "markup", "cost")
    if matrix.rails.floor is not None and _PERCENT.fullmatch(word):
        return f"floor-{matrix.rails.floor.kind.value}", word
    raise MatrixDesignerError(
        f"“{word}” may be a markup or a GP %", "", "Write 5% markup or 20% GP, or none"
    )


def _bare(text: str, *words: str) -> str:
    """Take words around a percent away, each once: `list + 10 %` -> `10 %`."""
    bare = text.casefold().replace(MINUS, "-")
    for word in words:
        bare = bare.replace(word, "", 1)
    bare = bare.strip()
    sign = "-" if bare.startswith("-") else ""
    return sign + bare.lstrip("+-").strip()


def _is_none(text: str) -> bool:
    return text.strip().casefold() in ("", _NONE, "no", "off")


def _word(key: str, name: str, value: str, words: tuple[str, ...], tip: str) -> Rule:
    return Rule(key, name, value, value, tip, tuple(Choice(word, word) for word in words))


def _mode(matrix: Matrix) -> Rule:
    problem = mode_mix_problem(matrix)
    return Rule(
        "mode",
        "Combine",
        matrix.mode.value,
        matrix.mode.value,
        "How the tiers combine: the whole basis at one factor, in slices, or sliding",
        tuple(Choice(mode.value, mode.value) for mode in Mode),
        warning=f"No price: {problem}" if problem else "",
    )


def _cap(matrix: Matrix, numbers: Numbers) -> tuple[Rule, ...]:
    cap = matrix.cap
    tip = "Parts that cost more are not looked up; empty is no cap"
    if cap is None:
        return (Rule("cap", "Cap above", _NONE, "", tip, is_typed=True),)
    text = numbers.typed(amount_text(cap.above))
    name, value = _CAP_LINES.get(cap.rule, ("then", _CAP_WORDS[cap.rule]))
    return (
        Rule("cap", "Cap above", f"${numbers.money(cap.above)}", text, tip, is_typed=True),
        Rule(
            "over-cap",
            name,
            value,
            cap.rule.value,
            "What prices a part above the cap: its list, its cost + 67 %, the lower or the higher",
            tuple(Choice(words, rule.value) for rule, words in _CAP_WORDS.items()),
        ),
    )


def _rails(matrix: Matrix, numbers: Numbers) -> tuple[Rule, ...]:
    rails = matrix.rails
    return (
        Rule(
            "ceiling",
            "Ceiling",
            _over("list", rails.ceiling, numbers) if rails.ceiling is not None else _NONE,
            _typed_percent(rails.ceiling, numbers) if rails.ceiling is not None else "",
            "No price is more than this over list: 10 is list + 10 %; empty is none",
            is_typed=True,
        ),
        Rule(
            "not-below-list",
            "Never under",
            "list" if rails.is_not_below_list else _NONE,
            "yes" if rails.is_not_below_list else "no",
            "Whether a price may be under list",
            (Choice("list", "yes"), Choice(_NONE, "no")),
        ),
        Rule(
            "floor",
            "Floor",
            _floor(rails.floor, numbers),
            _floor_text(rails.floor, numbers),
            "The least price over cost: 5% markup or 20% GP; empty is none. The floor wins",
            (
                Choice(_NONE, _NONE),
                Choice("a markup…", "% markup", is_begun=True),
                Choice("a GP %…", "% GP", is_begun=True),
            ),
            is_typed=True,
        ),
    )


def _ending(ending: Ending | None) -> Rule:
    ways = [(Ending(kind, is_up), is_up) for is_up in (False, True) for kind in EndingKind]
    choices = [Choice(ending_words(one), ending_text(one)) for one, _ in ways]
    return Rule(
        "ending",
        "Ending",
        _NONE if ending is None else ending_words(ending),
        _NONE if ending is None else ending_text(ending),
        "What the cents of every price end in, to the nearest or upwards",
        (Choice(_NONE, _NONE), *choices),
    )


def _fallback(fallback: Fallback, numbers: Numbers) -> Rule:
    words = {FallbackKind.UNPRICED: "no price", FallbackKind.LIST: "list price"}
    factor = "" if fallback.factor is None else numbers.typed(fallback.factor.text)
    return Rule(
        "fallback",
        "No tier",
        words.get(fallback.kind, f"cost {factor}"),
        factor or fallback.kind.value,
        "What a part gets that no tier prices: no price, list, or cost times a factor",
        (
            Choice("no price", "unpriced"),
            Choice("list price", "list"),
            Choice("cost × a factor…", "x", is_begun=True),
        ),
        is_typed=True,
    )


def _goals(design: Design, numbers: Numbers) -> tuple[Rule, ...]:
    goal = design.goal
    told = _NONE if goal is None else f"{numbers.percent(goal)} % GP"
    limit = design.above_list_limit
    rules = [
        Rule(
            "goal",
            "Goal",
            told,
            "" if goal is None else _typed_percent(goal, numbers),
            "The GP % to reach; the usual guide is 40 to 45; empty is none",
            is_typed=True,
        ),
        Rule(
            "limit",
            "List limit",
            _over("list", limit, numbers),
            _typed_percent(limit, numbers),
            "A price further over list than this is a finding; it changes no price",
            is_typed=True,
        ),
    ]
    if design.bare_percent is not None:
        shown = next(word for word, kind in _BARE.items() if kind is design.bare_percent)
        words = tuple(_BARE)
        rules.append(_word("bare", "Bare %", shown, words, "What 75% means where nothing says it"))
    return tuple(rules)


_BARE = {"markup": FactorKind.MARKUP, "percent of": FactorKind.PERCENT_OF}


def _typed_percent(percent: int, numbers: Numbers) -> str:
    sign = "-" if percent < 0 else ""
    return f"{sign}{numbers.typed(plain_number(abs(percent)))}"


def _over(word: str, percent: int, numbers: Numbers) -> str:
    sign = MINUS if percent < 0 else "+"
    return f"{word} {sign} {numbers.typed(plain_number(abs(percent)))} %"


def _floor(floor: Floor | None, numbers: Numbers) -> str:
    if floor is None:
        return _NONE
    if floor.kind is FloorKind.MARKUP:
        return _over("cost", floor.percent, numbers)
    sign = MINUS if floor.percent < 0 else ""
    return f"{sign}{numbers.typed(plain_number(abs(floor.percent)))} % GP"


def _floor_text(floor: Floor | None, numbers: Numbers) -> str:
    if floor is None:
        return ""
    word = "GP" if floor.kind is FloorKind.GP else "markup"
    return f"{_typed_percent(floor.percent, numbers)}% {word}"


def ending_words(ending: Ending) -> str:
    """Write an ending for people: `nearest .99`, `up to whole $`."""
    cents = "whole $" if ending.kind is EndingKind.WHOLE else ending.kind.value
    return f"up to {cents}" if ending.is_up else f"nearest {cents}"


def ending_text(ending: Ending) -> str:
    """Write an ending as the command line does."""
    return f"{ending.kind.value}:{'up' if ending.is_up else 'nearest'}"
