"""A matrix made to fit a target, with everything that the target cannot hold named and counted.

Knows limits as data; no file format. Each step gives up one feature; what it costs is counted in
prices of the proof.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from matrix_designer.core.factor import (
    ONE,
    Basis,
    Factor,
    FactorKind,
    exact_value,
    factor_text,
    nearest_value,
)
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Fallback,
    FallbackKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.merging import merge_tiers
from matrix_designer.core.money import CENT, POINT, amount_text, divide_half_up
from matrix_designer.core.proof import Proof, count_changes
from matrix_designer.core.target import Target

_HUNDRED = 100 * POINT
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Loss:
    """One feature that a target has no field for.

    `code` is the finding that reports it, `changed` how many prices of the proof change because
    of this step alone: from the matrix `before` it to the one `after` it. Where those are the same,
    what is lost stands beside the matrix, and no price of the proof tells of it.
    """

    feature: str
    code: str
    detail: str
    changed: int
    before: Matrix
    after: Matrix

    @property
    def is_beside(self) -> bool:
        """Whether what is lost stands beside the matrix."""
        return self.before is self.after


@dataclass(frozen=True, slots=True)
class Fitted:
    """The matrix that a target can hold, and what was lost on the way."""

    matrix: Matrix
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One feature: how to give it up, and what to say."""

    feature: str
    code: str
    fit: Callable[[Matrix, Target, Proof], Matrix]
    words: Callable[[Matrix, Target], str]


def fit_matrix(matrix: Matrix, target: Target, proof: Proof) -> Fitted:
    """Return what of a matrix fits a target; the steps are taken in a fixed order."""
    losses: list[Loss] = []
    fitted = matrix
    for step in _STEPS:
        after = step.fit(fitted, target, proof)
        if after != fitted:
            changed = count_changes(fitted, after, proof)
            words = step.words(fitted, target)
            losses.append(Loss(step.feature, step.code, words, changed, fitted, after))
            fitted = after
    levels = target.max_levels
    if levels is not None and len(fitted.tiers) > levels:
        after = merge_tiers(fitted, matrix, levels, proof)
        changed = count_changes(fitted, after, proof)
        words = f"{len(fitted.tiers)} tiers, the target holds {levels}"
        losses.append(Loss("levels", "target-levels", words, changed, fitted, after))
        fitted = after
    return Fitted(_with_tops(fitted, target, proof), tuple(losses))


def give_up(matrix: Matrix, target: Target, proof: Proof, feature: str) -> Matrix:
    """Return the matrix without one feature that the target has no field for, all else kept."""
    if feature == "levels":
        return merge_tiers(matrix, matrix, target.max_levels or len(matrix.tiers), proof)
    step = next(step for step in _STEPS if step.feature == feature)
    return step.fit(matrix, target, proof)


def _fit_name(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    return replace(matrix, name=matrix.name[: target.max_name])


def _fit_mode(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    return matrix if matrix.mode in target.modes else replace(matrix, mode=Mode.SIMPLE)


def _fit_lookup(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    return matrix if matrix.lookup in target.lookups else replace(matrix, lookup=target.lookups[0])


def _fit_basis(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    only = target.price_bases[0]
    tiers = [
        tier if tier.basis in target.price_bases else _on_basis(tier, only) for tier in matrix.tiers
    ]
    return replace(matrix, tiers=tuple(tiers))


def _on_basis(tier: Tier, basis: Basis) -> Tier:
    """Put a tier on another basis, its multiplier kept."""
    factor = tier.factor
    if factor.kind is FactorKind.PERCENT_OF:
        factor = replace(factor, text=factor_text(factor.kind, factor.value, basis))
    if factor.kind is FactorKind.GP and basis is Basis.LIST:
        factor = convert_factor(factor, FactorKind.MULTIPLIER, None, basis)
    return replace(tier, factor=factor, basis=basis)


def _fit_rails(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    return matrix if target.has_rails else replace(matrix, rails=Rails())


def _fit_ending(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    return matrix if target.has_endings else replace(matrix, ending=None)


def _fit_fallback(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    if target.has_fallback:
        return matrix
    return replace(matrix, fallback=Fallback(FallbackKind.UNPRICED))


def _fit_cap(matrix: Matrix, target: Target, proof: Proof) -> Matrix:
    """Replace a cap by a last tier where the target has no cap; the closest rule wins."""
    cap = matrix.cap
    if cap is None or cap.rule in target.cap_rules:
        return matrix
    if matrix.lookup is not Basis.COST or matrix.mode is not Mode.SIMPLE:
        return replace(matrix, cap=None)
    candidates = [
        _capped_by_tier(matrix, cap, factor, basis)
        for factor, basis in _cap_factors(cap.rule)
        if basis in target.price_bases
    ]
    return min(
        candidates or [replace(matrix, cap=None)],
        key=lambda other: count_changes(matrix, other, proof),
    )


def _cap_factors(rule: CapRule) -> list[tuple[Factor, Basis]]:
    """Return the factors that may stand for a cap's rule."""
    plus = (Factor(FactorKind.MARKUP, 67 * POINT, "+67%"), Basis.COST)
    full = (Factor(FactorKind.MARKUP, 0, "+0%"), Basis.LIST)
    return [plus] if rule is CapRule.COST_PLUS_67 else [plus, full]


def _capped_by_tier(matrix: Matrix, cap: Cap, factor: Factor, basis: Basis) -> Matrix:
    """Cut the tiers at the cap and price everything above it by one open tier."""
    top = cap.above // CENT
    kept = [
        tier
        if tier.last_cent is not None and tier.last_cent <= top
        else replace(tier, upper=top * CENT)
        for tier in matrix.tiers
        if tier.first_cent <= top
    ]
    last = Tier((top + 1) * CENT, None, factor, basis)
    return replace(matrix, tiers=(*kept, last), cap=None)


def _fit_add_ons(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    if target.has_add_ons:
        return matrix
    return replace(matrix, tiers=tuple(_without_add_on(tier) for tier in matrix.tiers))


def _without_add_on(tier: Tier) -> Tier:
    """Replace an add-on by the multiplier that it makes in the middle of the tier."""
    if tier.factor.kind is not FactorKind.ADD_ON:
        return tier
    upper = 2 * tier.lower if tier.upper is None else tier.upper
    middle = max((tier.lower + upper) // 2, CENT)
    kind = FactorKind.MULTIPLIER
    value = nearest_value(kind, divide_half_up((middle + tier.factor.value) * ONE, middle))
    return replace(tier, factor=Factor(kind, value, factor_text(kind, value)))


def _fit_decimals(matrix: Matrix, target: Target, _proof: Proof) -> Matrix:
    """Write every factor in the target's kind with the target's decimals."""
    return replace(
        matrix,
        tiers=tuple(
            replace(tier, factor=_fit_factor(tier.factor, target, tier.basis))
            for tier in matrix.tiers
        ),
    )


def _fit_factor(factor: Factor, target: Target, basis: Basis) -> Factor:
    if factor.kind is FactorKind.ADD_ON:
        kind = FactorKind.ADD_ON
    else:
        kind = target.factor_kind or factor.kind
    fitted = convert_factor(factor, kind, target.decimals, basis)
    return factor if fitted.ratio == factor.ratio else fitted


def convert_factor(factor: Factor, kind: FactorKind, decimals: int | None, basis: Basis) -> Factor:
    """Write a factor in another kind, its number rounded half up to `decimals` (None: four)."""
    step = 10 ** (_DECIMALS - (_DECIMALS if decimals is None else decimals))
    if factor.kind is kind:
        exact = Fraction(factor.value)
    else:
        exact = exact_value(kind, factor.multiplier or Fraction(1))
    value = divide_half_up(exact.numerator, exact.denominator * step) * step
    if kind in (FactorKind.MULTIPLIER, FactorKind.PERCENT_OF):
        value = max(value, step)
    elif kind is FactorKind.MARKUP:
        value = max(value, step - _HUNDRED)
    elif kind is FactorKind.GP:
        value = min(max(value, 0), _HUNDRED - step)
    value = nearest_value(kind, value)
    return Factor(kind, value, factor_text(kind, value, basis))


def _with_tops(matrix: Matrix, target: Target, proof: Proof) -> Matrix:
    """Close open tops where the target has none, at the first of its tops beyond the proof."""
    if target.has_open_top:
        return matrix
    least = max([proof.cents * CENT, *(tier.lower for tier in matrix.tiers)])
    top = next((top for top in target.open_tops if top >= least), target.open_tops[-1])
    tiers = [tier if tier.upper is not None else replace(tier, upper=top) for tier in matrix.tiers]
    return replace(matrix, tiers=tuple(tiers))


def _cap_words(matrix: Matrix, _target: Target) -> str:
    if matrix.cap is None:
        return ""
    return f"above {amount_text(matrix.cap.above)}: {matrix.cap.rule.value}"


def _decimals_words(_matrix: Matrix, target: Target) -> str:
    kind = "factor" if target.factor_kind is None else target.factor_kind.value
    return f"the target writes a {kind} with {target.decimals} decimals"


_STEPS = (
    _Step(
        "name", "target-name", _fit_name, lambda m, t: f"“{m.name}”, at most {t.max_name} letters"
    ),
    _Step("mode", "target-feature", _fit_mode, lambda m, _: m.mode.value),
    _Step("lookup", "target-feature", _fit_lookup, lambda m, _: f"by {m.lookup.value}"),
    _Step("basis", "target-feature", _fit_basis, lambda _, t: f"only {t.price_bases[0].value}"),
    _Step("cap", "target-feature", _fit_cap, _cap_words),
    _Step("rails", "target-feature", _fit_rails, lambda _m, _t: "guard rails"),
    _Step(
        "ending",
        "target-feature",
        _fit_ending,
        lambda m, _: m.ending.kind.value if m.ending else "",
    ),
    _Step("fallback", "target-feature", _fit_fallback, lambda m, _: m.fallback.kind.value),
    _Step("add-on", "target-feature", _fit_add_ons, lambda _m, _t: "dollars added to the basis"),
    _Step("decimals", "target-decimals", _fit_decimals, _decimals_words),
)
