"""The line that says what a matrix follows, and what is typed into it.

Knows texts and derivations; the edit is its owner's to carry out.
"""

from __future__ import annotations

from matrix_designer.core.derivation import UNIT, Derivation, DerivationKind
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import plain_number
from matrix_designer.core.money import read_number, scale_half_up
from matrix_designer.gui.numbers import MINUS, Numbers

_TIMES = ("×", "x", "X", "*")
_LEAST_SHARE = UNIT // 2
"""Below half, a percent without a sign is more likely one to add than what is left."""


def written_derivation(derivation: Derivation, numbers: Numbers) -> str:
    """Write what is done to every multiplier: × 0.9, + 0.05."""
    value = numbers.typed(plain_number(abs(derivation.value)))
    if derivation.kind is DerivationKind.FACTOR:
        return f"× {value}"
    return f"{MINUS if derivation.value < 0 else '+'} {value}"


def read_derivation(text: str, parent: str, numbers: Numbers) -> Derivation:
    """Read `× 0.9`, `0.9`, `-10%`, `90%`, or a shift, `+0.05`; raises MatrixDesignerError."""
    bare = "".join(text.split())
    if bare.endswith("%"):
        return _by_percent(bare.removesuffix("%"), text, parent, numbers)
    kind, sign = DerivationKind.FACTOR, 1
    if bare[:1] in _TIMES:
        bare = bare[1:]
    elif bare[:1] in ("+", "-", MINUS):
        kind, sign = DerivationKind.SHIFT, 1 if bare[0] == "+" else -1
        bare = bare[1:]
    if not bare:
        raise MatrixDesignerError(
            "Nothing says by what it follows", "", "Write × 0.9, or +0.05 on every multiplier"
        )
    return Derivation(parent, kind, sign * _scaled(bare, UNIT, text, numbers))


def _by_percent(bare: str, text: str, parent: str, numbers: Numbers) -> Derivation:
    """Read so many percent more, less, or of every multiplier: a factor in each case."""
    signs = {"+": 1, "-": -1, MINUS: -1}
    sign = signs.get(bare[:1], 0)
    value = _scaled(bare[1:] if sign else bare, UNIT // 100, text, numbers)
    if not sign and value < _LEAST_SHARE:
        raise MatrixDesignerError(
            f"“{text.strip()}” may mean two things", "", "Write +5%, -5% or × 0.05"
        )
    return Derivation(parent, DerivationKind.FACTOR, UNIT + sign * value if sign else value)


def _scaled(bare: str, scale: int, text: str, numbers: Numbers) -> int:
    value, is_rounded = scale_half_up(read_number(bare, numbers.style), scale)
    if is_rounded:
        decimals = "four" if scale == UNIT else "two"
        raise MatrixDesignerError(
            f"“{text.strip()}” has more than {decimals} decimals", "", "Write one like × 0.9"
        )
    return value
