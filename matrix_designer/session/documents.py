"""Documents between files and the workspace: what is read, what is written, what is held.

Every function here may take long and runs in a job. Knows formats and evaluation by their
entries; it knows no widget.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.formats.locks import DocumentLock, lock_document
from matrix_designer.formats.profiles import Profile
from matrix_designer.formats.storage import Fingerprint
from matrix_designer.session.jobs import Progress

if TYPE_CHECKING:
    from matrix_designer.formats.render import ExportResult
    from matrix_designer.formats.sales import ImportedSales

DESIGN_SUFFIX = ".pmatrix"


@dataclass(frozen=True, slots=True)
class Holding:
    """The file behind a document: where, what it looked like, and the lock on it."""

    path: Path
    fingerprint: Fingerprint | None
    lock: DocumentLock | None

    def release(self) -> None:
        """Let others have the file."""
        if self.lock is not None:
            self.lock.release()


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it was read, already evaluated.

    `holding` is None where no file holds the design in this form (a plain table, the sample);
    `notes` are sentences about what was read.
    """

    design: Design
    sales: Sales | None
    holding: Holding | None
    notes: tuple[str, ...]
    analysis: Analysis


def open_file(path: Path, progress: Progress) -> Opened:
    """Open a design or a plain table; raises MatrixDesignerError that says what is wrong."""
    from matrix_designer.formats.designs import open_design

    progress.report(f"Opening {path.name}")
    project = open_design(path)
    notes = list(project.problems)
    holding = None
    if project.fingerprint is not None:
        lock, note = _try_lock(path)
        notes += [note] if note else []
        holding = Holding(path, project.fingerprint, lock)
    return _evaluated(project.design, project.sales, holding, tuple(notes), progress)


def open_design_value(design: Design, progress: Progress) -> Opened:
    """Take a design that no file holds, such as a template."""
    return _evaluated(design, None, None, (), progress)


def open_sample(progress: Progress) -> Opened:
    """Invent the sample dealership and open it."""
    from matrix_designer.formats.dealership import SALES_FILE, sample_design, write_sample_sales

    progress.report("Inventing a year of sales")
    with tempfile.TemporaryDirectory(prefix="matrix-designer-") as folder:
        file = Path(folder) / SALES_FILE
        write_sample_sales(file)
        progress.report("Reading the invented sales")
        sales = _imported(file, progress).sales
    return _evaluated(sample_design(), sales, None, (), progress)


@dataclass(frozen=True, slots=True)
class ReadSales:
    """Sales as they were imported, evaluated with the design that was open then."""

    sales: Sales
    notes: tuple[str, ...]
    analysis: Analysis


def read_sales(path: Path, design: Design, question: Question, progress: Progress) -> ReadSales:
    """Import sales from a file; raises MatrixDesignerError that says what is wrong."""
    progress.report(f"Reading {path.name}")
    imported = _imported(path, progress)
    analysis = evaluate(design, imported.sales, question, on_stage=progress.report)
    return ReadSales(imported.sales, tuple(imported.problems), analysis)


def _imported(path: Path, progress: Progress) -> ImportedSales:
    """Import a sales file; its reader tells how far it is and stops when nobody waits any more."""
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.sales import import_sales

    def tell(part: float, text: str) -> None:
        progress.report(text, part)

    def is_cancelled() -> bool:
        return progress.is_cancelled

    return import_sales(path, watch=Watch(tell, is_cancelled))


def is_sales_file(path: Path, progress: Progress) -> bool:
    """Say whether a file has the columns of sales lines; a file that cannot be read has not."""
    from matrix_designer.formats.mapping import SalesMapping
    from matrix_designer.formats.project import is_project
    from matrix_designer.formats.raw import look_at

    progress.report(f"Looking at {path.name}")
    if path.suffix.lower() == ".parquet":
        return True
    try:
        if is_project(path):
            return False
        look_at(path, SalesMapping())
    except MatrixDesignerError:
        return False
    return True


def read_in_force(path: Path, progress: Progress) -> InForce:
    """Read the matrix that the DMS uses today from a table or a design."""
    from matrix_designer.formats.designs import open_design

    progress.report(f"Reading {path.name}")
    return InForce(open_design(path).design.matrix, None, f"Read from {path.name}")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be written where: the profile, the file, and whether prices may change.

    `matrix` names a matrix of the design, None the default treatment's.
    """

    profile: Profile
    out: Path
    matrix: str | None = None
    is_allowed: bool = False


def save_file(
    path: Path, design: Design, sales: Sales | None, held: Holding | None, progress: Progress
) -> Holding:
    """Save a document; returns what is held from now on, `held` where it is the same file."""
    from matrix_designer.formats.project import save_design

    progress.report(f"Saving {path.name}")
    if held is not None and held.path == path and held.lock is not None:
        made = save_design(path, design, sales, opened=held.fingerprint, lock=held.lock)
        return replace(held, fingerprint=made)
    opened = held.fingerprint if held is not None and held.path == path else None
    lock = lock_document(path)
    try:
        made = save_design(path, design, sales, opened=opened, lock=lock)
    except BaseException:
        lock.release()
        raise
    return Holding(path, made, lock)


def write_export(
    order: ExportOrder, design: Design, sales: Sales | None, progress: Progress
) -> ExportResult:
    """Write the matrix for a target and prove it; nothing is written that changes prices."""
    from matrix_designer.formats.render import export

    progress.report(f"Writing {order.out.name} and reading it again")
    sold = None if sales is None else (sales.rows.cost, sales.rows.list_price)
    chosen = design if order.matrix is None else _only(design, order.matrix)
    return export(chosen, order.profile, order.out, allow=order.is_allowed, force=True, sold=sold)


def _only(design: Design, name: str) -> Design:
    return replace(design, matrices=(design.matrix_named(name),))


def _try_lock(path: Path) -> tuple[DocumentLock | None, str]:
    """Lock a document, or say who has it."""
    try:
        return lock_document(path), ""
    except MatrixDesignerError as error:
        return None, error.sentence


def _evaluated(
    design: Design,
    sales: Sales | None,
    holding: Holding | None,
    notes: tuple[str, ...],
    progress: Progress,
) -> Opened:
    try:
        analysis = evaluate(design, sales, on_stage=progress.report)
    except BaseException:
        if holding is not None:
            holding.release()
        raise
    return Opened(design, sales, holding, notes, analysis)
