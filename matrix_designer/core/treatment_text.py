"""Treatments as people type them in a cell: `matrix Retail`, `list - 10 %`, `flat price list`.

One grammar for grid, paste and files: what is written here reads back as it was. Knows treatments;
names of matrices are handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, plain_number
from matrix_designer.core.money import (
    POINT,
    NumberStyle,
    clip,
    divide_half_up,
    read_number,
    scale_half_up,
)
from matrix_designer.core.part_class import name_key
from matrix_designer.core.plan import (
    ByFamily,
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    LeftAlone,
    Treatment,
)
from matrix_designer.core.plan_text import quoted, split_pieces, unquoted

FLAT, FAMILY, ALONE = "flat price list", "family price", "leave alone"
_FIXED: dict[str, Treatment] = {
    **dict.fromkeys(
        (FLAT, "flat price", "flat prices", "flat list", "flat", "price list", "flat-price list"),
        ByFlatPrice(),
    ),
    **dict.fromkeys(
        (FAMILY, "family", "family prices", "price per family", "one price per family", "families"),
        ByFamily(),
    ),
    **dict.fromkeys(
        (
            ALONE,
            "left alone",
            "leave the price alone",
            "leave price alone",
            "leave the price",
            "do not update",
            "don't update",
            "no update",
        ),
        LeftAlone(),
    ),
}
_NUMBER = r"(?P<number>[0-9.,][0-9.,' \u00a0]*)"
_BASIS = r"(?P<basis>cost|list|msrp)(?:\s+price)?"
_MINUS = ("-", "minus", "less")
_PERCENT = (
    (
        "signed",
        re.compile(rf"{_BASIS}\s*(?P<sign>\+|-|plus|minus|less)\s*{_NUMBER}\s*(?:%|percent)?"),
    ),
    (
        "signed",
        re.compile(
            rf"(?P<sign>[-+])\s*{_NUMBER}\s*(?:%|percent)\s*(?:of|on|off|over|from)?\s*{_BASIS}"
        ),
    ),
    ("off", re.compile(rf"{_NUMBER}\s*(?:%|percent)\s*(?:off|under|below)\s*{_BASIS}")),
    ("over", re.compile(rf"{_NUMBER}\s*(?:%|percent)\s*(?:over|above|on)\s*{_BASIS}")),
    ("of", re.compile(rf"{_NUMBER}\s*(?:%|percent)\s*of\s*{_BASIS}")),
    ("times", re.compile(rf"{_BASIS}\s*[x*×]\s*{_NUMBER}")),
    ("times", re.compile(rf"(?:[x*×]\s*)?{_NUMBER}[x*×]?\s*{_BASIS}")),
    ("plain", re.compile(rf"(?:at )?{_BASIS}")),
    ("bare", re.compile(rf"{_BASIS}\s*{_NUMBER}\s*(?:%|percent)?")),
)
_GP = re.compile(
    rf"{_NUMBER}\s*%?\s*(?:gp|margin)(?:\s*(?:on|over|of)?\s*cost)?"
    r"|cost\s*(?:at )?(?P<after>[0-9.,]+)\s*%?\s*(?:gp|margin)"
)
_HUNDRED = 100 * POINT
_AFTER_MATRIX = (" ", ":", '"', "\t")


def read_treatment(
    text: str, matrices: Iterable[str] = (), style: NumberStyle = NumberStyle.POINT
) -> Treatment:
    """Read a treatment; the name of one of the `matrices` alone is enough.

    A matrix that is none of them is read all the same: whoever sets it refuses it.
    """
    body = " ".join(text.replace("\u2212", "-").split())
    lowered = body.casefold()
    names = tuple(matrices)
    if found := _FIXED.get(lowered):
        return found
    if lowered.startswith("matrix"):
        rest = text.strip()[len("matrix") :]  # as it stands: quotation marks keep odd blanks
        if rest[:1] in _AFTER_MATRIX and (named := rest.lstrip(" :\t")):
            return ByMatrix(_known(_name(named), names))
    for form, pattern in _PERCENT:
        if match := pattern.fullmatch(lowered):
            return _percent(form, match.groupdict(), body, style)
    if match := _GP.fullmatch(lowered):
        raise _gp(body, match["number"] or match["after"], style)
    if (known := _matching(_name(body), names)) is not None:
        return ByMatrix(known)
    raise MatrixDesignerError(
        f"“{clip(body)}” is not a treatment" if body else "The treatment is empty",
        f"The matrices are {', '.join(names)}" if names else "",
        "Write a matrix's name, list - 10 %, cost + 45 %, flat price list, family price "
        "or leave alone",
    )


def treatment_text(treatment: Treatment) -> str:
    """Write a treatment."""
    if isinstance(treatment, ByMatrix):
        return f"matrix {quoted(treatment.matrix, _is_unclear)}"
    if isinstance(treatment, ByPercent):
        return percent_text(treatment)
    if isinstance(treatment, ByFlatPrice):
        return FLAT
    return FAMILY if isinstance(treatment, ByFamily) else ALONE


def percent_text(treatment: ByPercent) -> str:
    """Write `list - 10 %`, or the basis alone where nothing is added."""
    if not treatment.percent:
        return treatment.basis.value
    sign = "-" if treatment.percent < 0 else "+"
    return f"{treatment.basis.value} {sign} {plain_number(abs(treatment.percent))} %"


def _is_unclear(name: str) -> bool:
    """Tell a name whose start would be taken for the colon after the word."""
    return name.startswith(":")


def _name(text: str) -> str:
    """Return the name of a matrix as typed, without its quotation marks."""
    return unquoted(split_pieces(text, "")[0])


def _known(name: str, names: tuple[str, ...]) -> str:
    """Return a matrix's name as the design spells it, where the design has it."""
    return _matching(name, names) or name


def _matching(name: str, names: tuple[str, ...]) -> str | None:
    if name in names:
        return name
    alike = [each for each in names if name_key(each) == name_key(name)]
    return alike[0] if len(alike) == 1 else None


def _percent(form: str, found: dict[str, str | None], shown: str, style: NumberStyle) -> ByPercent:
    basis = Basis.COST if found["basis"] == "cost" else Basis.LIST
    if form == "plain":
        return ByPercent(basis, 0)
    value = _value(found["number"] or "", shown, style)
    if form == "bare":
        word, number = basis.value, plain_number(value)
        raise MatrixDesignerError(
            f"“{clip(shown)}” does not say whether the percent is added or taken off",
            "",
            f"Write {word} + {number} %, {word} - {number} % or {number} % of {word}",
        )
    if form == "signed":
        return ByPercent(basis, -value if found["sign"] in _MINUS else value)
    if form in ("off", "over"):
        return ByPercent(basis, value if form == "over" else -value)
    return ByPercent(basis, (value if form == "of" else value * 100) - _HUNDRED)


def _value(number: str, shown: str, style: NumberStyle) -> int:
    """Read the digits of a percent into percent units, refusing more than four decimals."""
    value, is_rounded = scale_half_up(read_number(number, style), POINT)
    if is_rounded:
        raise MatrixDesignerError(
            f"“{clip(shown)}” has more than four decimals", "", "Use at most four"
        )
    return value


def _gp(shown: str, number: str, style: NumberStyle) -> MatrixDesignerError:
    """Say how a GP % is written over cost: a rule adds a percent, which can only come near it."""
    value = _value(number, shown, style)
    hint = "Write it as a percent over cost"
    if 0 <= value < _HUNDRED:
        over = divide_half_up(value * _HUNDRED, _HUNDRED - value)
        hint = f"Write cost + {plain_number(over)} %, or give the part a matrix"
    return MatrixDesignerError(f"“{clip(shown)}” is a GP %, which a rule cannot hold", "", hint)
