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


def written_derivation(derivation: Derivation, numbers: Numbers) -> str:
    """Write what is done to every multiplier: × 0.9, + 0.05."""
    value = numbers.typed(plain_number(abs(derivation.value)))
    if derivation.kind is DerivationKind.FACTOR:
        return f"× {value}"
    return f"{MINUS if derivation.value < 0 else '+'} {value}"


def read_derivation(text: str, parent: str, numbers: Numbers) -> Derivation:
    """Read `× 0.9`, `0.9`, `+0.05` or `-0.05`; raises MatrixDesignerError where it says else."""
    bare = "".join(text.split())
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
    value, is_rounded = scale_half_up(read_number(bare, numbers.style), UNIT)
    if is_rounded:
        raise MatrixDesignerError(
            f"“{text.strip()}” has more than four decimals", "", "Write one like × 0.9"
        )
    return Derivation(parent, kind, sign * value)
