"""The one writer of target files: a matrix, a profile and a path; proven by reading it again.

Knows how rows look by a profile and what has to be true before a file is kept. What a target
cannot hold is decided in `core.fitting`; how a file reaches the disk in `storage`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import FactorKind, plain_number
from matrix_designer.core.fitting import Loss, convert_factor, fit_matrix
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, amount_text
from matrix_designer.core.proof import Pair, Proof, count_changes, proof_of
from matrix_designer.formats.matrices import read_matrix
from matrix_designer.formats.profiles import Field, Layout, Profile
from matrix_designer.formats.safe_text import escape_text, refuse_formula
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.settings import ascii_factor, settings_of
from matrix_designer.formats.storage import refuse_existing, write_file
from matrix_designer.formats.workbook_writer import Sheet, write_workbook


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export wrote, or why it did not.

    `rows` counts tiers written; `changed_prices` how many of `proven` prices differ when the
    file is read again; `dropped` names the features that the target has no field for, `losses`
    says how much each of them changes. `files` is empty where prices would change and that was
    not allowed.
    """

    rows: int
    changed_prices: int
    dropped: tuple[str, ...]
    files: tuple[Path, ...]
    losses: tuple[Loss, ...]
    proven: int

    @property
    def is_refused(self) -> bool:
        """Whether nothing was written because prices would change."""
        return not self.files


def export(
    design: Design,
    profile: Profile,
    out: Path,
    *,
    allow: bool = False,
    force: bool = False,
    sold: Pair | None = None,
) -> ExportResult:
    """Write the design's matrix for a target, prove it by reading it again, and report.

    `sold` are (cost, list) columns of the sold parts. Nothing is written when prices would
    change and `allow` is not set. Raises MatrixDesignerError for a file that cannot be written.
    """
    refuse_existing(out, force=force)
    matrix = design.matrix
    if not matrix.tiers:
        raise MatrixDesignerError(
            f"The matrix “{matrix.name}” has no tier, so there is nothing to write",
            "",
            "Add a tier first",
        )
    proof = proof_of(matrix, sold)
    fitted = fit_matrix(matrix, profile.target, proof)
    data = render(fitted.matrix, profile)
    changed = _prove(matrix, fitted.matrix, profile, data, proof)
    files: tuple[Path, ...] = ()
    if allow or not changed:
        write_file(out, data)
        files = (out,)
    losses = (*fitted.losses, *_beside(design))
    return ExportResult(
        rows=len(fitted.matrix.tiers),
        changed_prices=changed,
        dropped=tuple(loss.feature for loss in losses),
        files=files,
        losses=losses,
        proven=proof.size,
    )


def _beside(design: Design) -> Iterator[Loss]:
    """Name what a design holds beside the one matrix that a file has room for."""
    matrix, rules = design.matrix, len(design.plan.rules)
    told = {
        "plan": f"{rules} rule{'' if rules == 1 else 's'}" if rules else "",
        "other matrices": ", ".join(f"“{one.name}”" for one in design.matrices[1:]),
    }
    for feature, what in told.items():
        if what:
            detail = f"{what}: the file holds “{matrix.name}” alone"
            yield Loss(feature, "target-feature", detail, 0, matrix, matrix)


def _prove(matrix: Matrix, fitted: Matrix, profile: Profile, data: bytes, proof: Proof) -> int:
    """Read the file's bytes again and count the prices that differ from the design's.

    Raises MatrixDesignerError when the file does not even say what was meant to be written.
    """
    with scratch_folder() as folder:
        path = Path(folder) / f"proof.{profile.layout.value}"
        path.write_bytes(data)
        read = read_matrix(path, profile=profile).matrix
    if count_changes(fitted, read, proof):
        raise MatrixDesignerError(
            f"The file for {profile.title} does not read back as it was written",
            "This is a fault of the program, nothing was written",
            "Choose another profile and report this",
        )
    return count_changes(matrix, read, proof)


def render(matrix: Matrix, profile: Profile) -> bytes:
    """Return the bytes of a target's file for a matrix that fits the target."""
    rows = [[column.heading for column in profile.columns]]
    rows += [_cells(tier, matrix, profile) for tier in matrix.tiers]
    if profile.layout is Layout.CSV:
        return _csv(rows, matrix, profile)
    numbers = (Field.FROM, Field.TO, Field.SIZE)
    columns = [place for place, part in enumerate(profile.columns) if part.field in numbers]
    sheets = [Sheet("Matrix", rows, frozenset(columns))]
    if profile.carries_settings:
        pairs = [list(pair) for pair in _settings(matrix)]
        sheets.append(Sheet("Settings", [["Setting", "Value"], *pairs]))
    return write_workbook(sheets)


def _cells(tier: Tier, matrix: Matrix, profile: Profile) -> list[str]:
    """Write one row; what is free text is escaped or refused, the rest is our own grammar."""
    factor = tier.factor
    kind, decimals = profile.target.factor_kind, profile.target.decimals
    if kind is not None and factor.kind is not FactorKind.ADD_ON:
        factor = convert_factor(factor, kind, decimals, tier.basis)
    fields = {column.field for column in profile.columns}
    size = abs(factor.value) if Field.SIGN in fields else factor.value
    basis = tier.basis.value
    cells = {
        Field.FROM: _bound(tier.lower, profile),
        Field.TO: "" if tier.upper is None else _bound(tier.upper, profile),
        Field.FACTOR: ascii_factor(factor, tier.basis),
        Field.SIGN: "-" if factor.value < 0 else "+",
        Field.SIZE: _size(size, decimals),
        Field.BASIS: basis if profile.carries_settings else basis.upper(),
        Field.LOOKUP: matrix.lookup.value,
        Field.READ_AS: _read_as(tier),
    }
    if Field.NAME in fields:
        cells[Field.NAME] = _free_text(matrix.name, "name", profile)
    return [cells.get(column.field, column.text) for column in profile.columns]


def _bound(amount: int, profile: Profile) -> str:
    """Write a bound; targets other than our own tables get whole cents, and 0.01 for 0."""
    if profile.carries_settings:
        return amount_text(amount)
    return amount_text(max(amount // CENT, 1) * CENT)


def _size(value: int, decimals: int | None) -> str:
    """Write a number of ten-thousandths with exactly the target's decimals."""
    sign = "-" if value < 0 else ""
    plain = plain_number(abs(value))
    whole, _, rest = plain.partition(".")
    if decimals is None:
        return sign + plain
    return f"{sign}{whole}.{rest.ljust(decimals, '0')}" if decimals else sign + whole


def _read_as(tier: Tier) -> str:
    """Say a factor in all three units, so that nobody takes one percent for another."""
    multiplier = tier.factor.multiplier
    if multiplier is None:
        return f"{amount_text(tier.factor.value)} dollars on {tier.basis.value}"
    words = f"x{float(multiplier):.4f} = {float(multiplier - 1) * 100:.2f} % markup"
    if tier.basis.value == "cost":
        words += f" = {float(1 - 1 / multiplier) * 100:.2f} % GP"
    return words


def _free_text(text: str, what: str, profile: Profile) -> str:
    return escape_text(text) if profile.is_for_people else refuse_formula(text, what)


def _heading_lines(matrix: Matrix, profile: Profile) -> Iterator[str]:
    """Yield the lines above the header of a text file."""
    if profile.carries_settings:
        for key, text in _settings(matrix):
            yield f"# {key}: {text}"
    elif profile.is_for_people:
        yield f"# {profile.title}"
        yield f"# note: {profile.note}"
        yield f"# name: {escape_text(matrix.name)}"
        yield f"# lookup: {matrix.lookup.value}"


def _settings(matrix: Matrix) -> tuple[tuple[str, str], ...]:
    """Return everything but the tiers; the name is the only free text."""
    return tuple(
        (key, escape_text(text) if key == "name" else text) for key, text in settings_of(matrix)
    )


def _csv(rows: list[list[str]], matrix: Matrix, profile: Profile) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([line] for line in _heading_lines(matrix, profile))
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8")
