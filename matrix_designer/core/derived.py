"""What a derived matrix is: the one that it follows, with every multiplier changed.

Its factors keep their kind, are exact where four decimals hold them and rounded half up where not,
which is told. All else (bounds, cap, rails, endings, look-up, mode) is as in the matrix that is
followed. Knows matrices; it knows no designs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import (
    Basis,
    Factor,
    FactorKind,
    exact_value,
    factor_text,
    plain_number,
)
from matrix_designer.core.matrix import Fallback, Matrix, Tier
from matrix_designer.core.money import divide_half_up


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived matrix, and the places of its tiers whose factor had to be rounded."""

    matrix: Matrix
    rounded: tuple[int, ...]


def derive(parent: Matrix, derivation: Derivation, name: str) -> Derived:
    """Work out the matrix that follows another; raises MatrixDesignerError where none can."""
    tiers: list[Tier] = []
    rounded: list[int] = []
    for place, tier in enumerate(parent.tiers):
        with _naming(name, f"tier {place + 1}", parent):
            factor, is_exact = derived_factor(tier.factor, derivation, tier.basis)
        tiers.append(tier if factor is tier.factor else replace(tier, factor=factor))
        if not is_exact:
            rounded.append(place)
    fallback = parent.fallback
    if fallback.factor is not None:
        with _naming(name, "the fallback", parent):
            factor, _ = derived_factor(fallback.factor, derivation, Basis.COST)
        fallback = Fallback(fallback.kind, factor)
    made = replace(
        parent, name=name, tiers=tuple(tiers), fallback=fallback, derived_from=derivation
    )
    return Derived(made, tuple(rounded))


@contextmanager
def _naming(name: str, what: str, parent: Matrix) -> Iterator[None]:
    """Say of a factor that cannot be followed where it stands, and in which matrix."""
    try:
        yield
    except MatrixDesignerError as error:
        raise MatrixDesignerError(
            f"“{name}” cannot follow {what} of “{parent.name}”",
            error.title,
            f"Change it there, or cut “{name}” loose",
        ) from error


def derived_factor(factor: Factor, derivation: Derivation, basis: Basis) -> tuple[Factor, bool]:
    """Return what becomes of a factor, and whether four decimals hold it exactly."""
    if derivation.is_idle:
        return factor, True
    multiplier = factor.multiplier
    if multiplier is None:
        raise MatrixDesignerError("It adds dollars, which have no multiplier")
    wanted = derivation.of(multiplier)
    if wanted <= 0:
        raise MatrixDesignerError("Nothing of the price would be left")
    kind = FactorKind.MARKUP if factor.kind is FactorKind.GP and wanted < 1 else factor.kind
    exact = exact_value(kind, wanted)
    value = divide_half_up(exact.numerator, exact.denominator)
    return Factor(kind, value, factor_text(kind, value, basis)), exact.denominator == 1


def in_step(matrices: tuple[Matrix, ...]) -> tuple[Matrix, ...]:
    """Return matrices of which the derived ones follow theirs; the same where they did already.

    A matrix that follows one that is not there, or itself over others, is refused.
    """
    if all(matrix.derived_from is None for matrix in matrices):
        return matrices
    named = {matrix.name: matrix for matrix in matrices}
    made: dict[str, Matrix] = {}
    for matrix in matrices:
        chain = _chain(matrix, named)
        for each in reversed(chain):
            if each.name not in made:
                made[each.name] = _followed(each, made)
    found = tuple(made[matrix.name] for matrix in matrices)
    same = all(new is old for new, old in zip(found, matrices, strict=True))
    return matrices if same else found


def _chain(matrix: Matrix, named: dict[str, Matrix]) -> list[Matrix]:
    """Return a matrix, the one it follows, the one that follows, and so on."""
    chain = [matrix]
    while (derivation := chain[-1].derived_from) is not None:
        parent = named.get(derivation.parent)
        if parent is None:
            raise MatrixDesignerError(
                f"“{chain[-1].name}” follows “{derivation.parent}”, which is not there"
            )
        if parent in chain:
            names = " follows ".join(f"“{each.name}”" for each in (*chain, parent))
            raise MatrixDesignerError(
                f"“{matrix.name}” would follow itself", names, "Derive it from another matrix"
            )
        chain.append(parent)
    return chain


def _followed(matrix: Matrix, made: dict[str, Matrix]) -> Matrix:
    if matrix.derived_from is None:
        return matrix
    new = derive(made[matrix.derived_from.parent], matrix.derived_from, matrix.name).matrix
    return matrix if new == matrix else new


def followers(matrices: Iterable[Matrix], name: str) -> tuple[str, ...]:
    """Return the names of the matrices that follow the one of that name at once."""
    return tuple(
        matrix.name
        for matrix in matrices
        if matrix.derived_from is not None and matrix.derived_from.parent == name
    )


def derivation_text(derivation: Derivation) -> str:
    """Say what a matrix follows: `Retail × 0.9`, `Retail + 0.05`."""
    if derivation.kind is DerivationKind.FACTOR:
        return f"{derivation.parent} × {plain_number(derivation.value)}"
    sign = "-" if derivation.value < 0 else "+"
    return f"{derivation.parent} {sign} {plain_number(abs(derivation.value))}"


def refuse_derived(matrix: Matrix) -> None:
    """Refuse a change of a matrix that follows another."""
    if matrix.derived_from is not None:
        raise MatrixDesignerError(
            f"“{matrix.name}” follows “{matrix.derived_from.parent}” "
            f"({derivation_text(matrix.derived_from)})",
            "It changes only with that",
            "Cut it loose first to change it by itself",
        )
