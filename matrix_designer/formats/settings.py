"""What a matrix has besides its tiers, as words.

The same words stand in `#` lines, on a second sheet and as options of the command line. Knows
the words and how to write them, not where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import (
    Basis,
    Factor,
    FactorKind,
    factor_text,
    plain_number,
    read_factor,
)
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
)
from matrix_designer.core.money import (
    POINT,
    Bound,
    NumberStyle,
    amount_text,
    read_bound,
    read_number,
    scale_half_up,
)

Word = TypeVar("Word", Basis, Mode, CapRule)
_NONE = frozenset({"none", "no", "off", ""})
_YES = frozenset({"yes", "true", "on", "1", "y"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as written: its key, its text and where it stands."""

    key: str
    text: str
    where: str


def canonical_key(key: str) -> str | None:
    """Return the key as the command line writes it, None for a word that is no setting."""
    plain = "-".join(key.casefold().replace("_", " ").replace("-", " ").split())
    plain = _SYNONYMS.get(plain, plain)
    return plain if plain in _APPLY or plain == "name" else None


def apply_settings(
    matrix: Matrix, settings: Iterable[Setting], style: NumberStyle = NumberStyle.POINT
) -> Matrix:
    """Apply settings of one place (a file, or the options) to a matrix.

    Raises MatrixDesignerError, naming the place, for a value that cannot be read, for a setting
    that stands twice and for two floors.
    """
    seen: dict[str, Setting] = {}
    for setting in settings:
        group = "floor" if setting.key.startswith("floor") else setting.key
        if group in seen:
            raise MatrixDesignerError(
                f"{setting.where}: {setting.key} is set twice", f"First at {seen[group].where}"
            )
        seen[group] = setting
    for key in _ORDER:
        setting = seen.get(key) or Setting(key, "", "")
        if key in seen:
            try:
                matrix = _APPLY[setting.key](matrix, setting.text.strip(), style)
            except MatrixDesignerError as error:
                raise located(error, setting.where) from error
    return matrix


def located(error: MatrixDesignerError, where: str) -> MatrixDesignerError:
    """Put the place in front of an error, and keep what kind of error it is."""
    error.title = f"{where}: {error.title}"
    return error


def _lookup(matrix: Matrix, text: str, _style: NumberStyle) -> Matrix:
    return replace(matrix, lookup=_word(Basis, _basis_word(text)))


def _mode(matrix: Matrix, text: str, _style: NumberStyle) -> Matrix:
    return replace(matrix, mode=_word(Mode, text))


def _cap(matrix: Matrix, text: str, style: NumberStyle) -> Matrix:
    """Read `250.00`, `250.00 lower` or `none`; without a rule the one there is, else the lower."""
    if text.casefold() in _NONE:
        return replace(matrix, cap=None)
    amount, _, rule = text.replace("\u00a0", " ").partition(" ")
    kept = CapRule.LOWER if matrix.cap is None else matrix.cap.rule
    above = read_bound(amount, style, Bound.CAP)
    return replace(matrix, cap=Cap(above, _rule(rule) if rule.strip() else kept))


def _over_cap(matrix: Matrix, text: str, _style: NumberStyle) -> Matrix:
    if matrix.cap is None:
        raise MatrixDesignerError(
            "A rule for costs over the cap needs a cap", "", "Add a cap such as 250.00"
        )
    return replace(matrix, cap=Cap(matrix.cap.above, _rule(text)))


def _rule(text: str) -> CapRule:
    return _word(CapRule, text.replace(" ", "").removesuffix("%"))


def _ceiling(matrix: Matrix, text: str, style: NumberStyle) -> Matrix:
    ceiling = None if text.casefold() in _NONE else read_percent(text, style)
    return replace(matrix, rails=replace(matrix.rails, ceiling=ceiling))


def _not_below_list(matrix: Matrix, text: str, _style: NumberStyle) -> Matrix:
    word = text.casefold()
    if word not in _YES | _NONE:
        raise MatrixDesignerError(f"“{text}” is neither yes nor no", "", "Write yes or no")
    return replace(matrix, rails=replace(matrix.rails, is_not_below_list=word in _YES))


def _floor(kind: FloorKind) -> Callable[[Matrix, str, NumberStyle], Matrix]:
    def apply(matrix: Matrix, text: str, style: NumberStyle) -> Matrix:
        floor = None if text.casefold() in _NONE else Floor(kind, read_percent(text, style))
        return replace(matrix, rails=replace(matrix.rails, floor=floor))

    return apply


def _ending(matrix: Matrix, text: str, _style: NumberStyle) -> Matrix:
    return replace(matrix, ending=None if text.casefold() in _NONE else read_ending(text))


def _fallback(matrix: Matrix, text: str, style: NumberStyle) -> Matrix:
    return replace(matrix, fallback=read_fallback(text, style))


def read_ending(text: str) -> Ending:
    """Read `.x9`, `.95:up` or `1.00:nearest`."""
    kind, _, way = text.casefold().replace(" ", "").partition(":")
    kinds = {known.value: known for known in EndingKind}
    if kind not in kinds or way not in ("", "up", "nearest"):
        raise MatrixDesignerError(
            f"“{text}” is not a price ending",
            "",
            f"Write one of {', '.join(kinds)}, and :up or :nearest after it if you like",
        )
    return Ending(kinds[kind], way == "up")


def read_fallback(text: str, style: NumberStyle = NumberStyle.POINT) -> Fallback:
    """Read `unpriced`, `list` or a factor on cost such as `x1.5`."""
    word = _basis_word(text.casefold())
    if word in _NONE | {"unpriced"}:
        return Fallback(FallbackKind.UNPRICED)
    if word == "list":
        return Fallback(FallbackKind.LIST)
    reading = read_factor(text, style=style)
    if reading.basis is Basis.LIST:
        raise MatrixDesignerError(
            f"“{text}” cannot be a fallback",
            "A fallback is list, unpriced or a factor on cost",
            "Write it like x1.5",
        )
    return Fallback(FallbackKind.FACTOR, reading.factor)


def read_percent(text: str, style: NumberStyle = NumberStyle.POINT) -> int:
    """Read a percent such as `10`, `-5 %` or `42.5` into percent units, at most four decimals."""
    value = read_number(text.strip().removesuffix("%"), style)
    percent, is_rounded = scale_half_up(value, POINT)
    if is_rounded:
        raise MatrixDesignerError(f"“{text}” has more than four decimals", "", "Use at most four")
    return percent


def read_basis(text: str) -> Basis:
    """Read `cost` or `list`, or `MSRP` for list."""
    return _word(Basis, _basis_word(text))


def _basis_word(text: str) -> str:
    word = text.strip().casefold()
    return "list" if word in ("msrp", "list price", "retail") else word


def _word(kind: type[Word], text: str) -> Word:
    """Return the member that is written like this."""
    for member in kind:
        if member.value == text.strip().casefold():
            return member
    known = ", ".join(member.value for member in kind)
    raise MatrixDesignerError(f"“{text.strip()}” is not known here", "", f"Write one of: {known}")


_SYNONYMS = {
    "look-up": "lookup",
    "lookup-basis": "lookup",
    "look-up-basis": "lookup",
    "overcap": "over-cap",
    "never-below-list": "not-below-list",
    "notbelowlist": "not-below-list",
    "gp-floor": "floor-gp",
    "markup-floor": "floor-markup",
    "price-ending": "ending",
    "matrix": "name",
    "title": "name",
}
_APPLY: dict[str, Callable[[Matrix, str, NumberStyle], Matrix]] = {
    "lookup": _lookup,
    "mode": _mode,
    "cap": _cap,
    "over-cap": _over_cap,
    "ceiling": _ceiling,
    "not-below-list": _not_below_list,
    "floor-markup": _floor(FloorKind.MARKUP),
    "floor-gp": _floor(FloorKind.GP),
    "ending": _ending,
    "fallback": _fallback,
}
_ORDER = (
    *("lookup", "mode", "cap", "over-cap", "ceiling", "not-below-list", "floor"),
    *("ending", "fallback"),
)


def settings_of(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Return everything but the tiers as (key, text), so that reading it gives it back."""
    rails = matrix.rails
    pairs = [("name", matrix.name), ("mode", matrix.mode.value), ("lookup", matrix.lookup.value)]
    if matrix.cap is not None:
        pairs.append(("cap", f"{amount_text(matrix.cap.above)} {matrix.cap.rule.value}"))
    pairs.extend(_rails_of(rails))
    if matrix.ending is not None:
        way = "up" if matrix.ending.is_up else "nearest"
        pairs.append(("ending", f"{matrix.ending.kind.value}:{way}"))
    pairs.append(("fallback", _fallback_text(matrix.fallback)))
    return tuple(pairs)


def _rails_of(rails: Rails) -> list[tuple[str, str]]:
    pairs = []
    if rails.ceiling is not None:
        pairs.append(("ceiling", _percent_text(rails.ceiling)))
    if rails.is_not_below_list:
        pairs.append(("not-below-list", "yes"))
    if rails.floor is not None:
        pairs.append((f"floor-{rails.floor.kind.value}", _percent_text(rails.floor.percent)))
    return pairs


def _fallback_text(fallback: Fallback) -> str:
    if fallback.factor is None:
        return fallback.kind.value
    return ascii_factor(fallback.factor)


def ascii_factor(factor: Factor, basis: Basis = Basis.COST) -> str:
    """Write a factor so that neither a spreadsheet nor an old system changes its meaning.

    `+75%` would become the number 0.75 in a spreadsheet, so a markup is written in words.
    """
    if factor.kind is FactorKind.MARKUP:
        return f"{_percent_text(factor.value)}% markup"
    return factor_text(factor.kind, factor.value, basis).replace("×", "x")


def _percent_text(percent: int) -> str:
    sign = "-" if percent < 0 else ""
    return f"{sign}{plain_number(abs(percent))}"
