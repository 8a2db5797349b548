"""Documents between files and the workspace: what is read, what is written, what is held.

Every function here may take long and runs in a job. Knows formats and evaluation by their
entries; it knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.formats.lines_place import LinesPlace, are_lines_gone
from matrix_designer.formats.locks import DocumentLock, HeldElsewhereError, lock_document
from matrix_designer.formats.profiles import Profile
from matrix_designer.formats.scratch import scratch_folder
from matrix_designer.formats.storage import Fingerprint, has_changed
from matrix_designer.session.jobs import Progress

if TYPE_CHECKING:
    from matrix_designer.formats.mapping import SalesMapping
    from matrix_designer.formats.recovery import FoundWork, RecoveryPlace
    from matrix_designer.formats.render import ExportResult
    from matrix_designer.formats.sales import ImportedSales

DESIGN_SUFFIX = ".pmatrix"
SMALL = 16 << 20
"""Sales of so many bytes are told apart by part at once: the first rule of a plan need not wait."""
_LINES_GONE = (
    "Saved with all its figures; the file of single lines that belongs beside it is not there."
)


@dataclass(frozen=True, slots=True)
class Holding:
    """The file behind a document: where, what it looked like, and the lock on it.

    Without a lock it is read-only here; `holder` says who else has it and since when.
    `lines_place` is where its lines are kept, once that was decided; `note` says what was not
    there to be saved.
    """

    path: Path
    fingerprint: Fingerprint | None
    lock: DocumentLock | None
    holder: str = ""
    lines_place: LinesPlace | None = None
    note: str = ""

    def release(self) -> None:
        """Let others have the file."""
        if self.lock is not None:
            self.lock.release()


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it was read, already evaluated.

    `holding` is None where no file holds the design in this form (a plain table, the sample);
    `notes` are sentences about what was read. Recovered work `is_unsaved` and had so many
    `edits`; `place` is where it was kept, None where not all of it could be read back: what lies
    there stays.
    """

    design: Design
    sales: Sales | None
    holding: Holding | None
    notes: tuple[str, ...]
    analysis: Analysis
    place: RecoveryPlace | None = None
    is_unsaved: bool = False
    edits: int = 0


def open_file(path: Path, progress: Progress) -> Opened:
    """Open a design or a plain table; raises MatrixDesignerError that says what is wrong."""
    from matrix_designer.formats.designs import open_design

    progress.report(f"Opening {path.name}")
    project = open_design(path, parts_up_to=SMALL)
    holding = None
    if project.fingerprint is not None:
        holding = replace(_hold(path, project.fingerprint), lines_place=project.lines_place)
    return _evaluated(project.design, project.sales, holding, project.problems, progress)


def recover(found: FoundWork, progress: Progress) -> Opened:
    """Open work that a crash left, over the file that it belongs to."""
    from matrix_designer.formats.project import lines_place_of
    from matrix_designer.formats.recovery import load_work

    progress.report(f"Recovering {found.name}")
    work, note = load_work(found)
    holding = None
    if work.path is not None:  # nobody is asked again where the lines go
        place = lines_place_of(work.path)
        holding = replace(_hold(work.path, work.opened), lines_place=place)
    notes = (note, "What was kept stays, to be recovered again") if note else ()
    opened = _evaluated(work.design, work.sales, holding, notes, progress)
    kept_in = None if note else found.place
    return replace(opened, place=kept_in, is_unsaved=True, edits=work.edits)


def is_changed_on_disk(holding: Holding, progress: Progress) -> bool:
    """Say whether somebody else has changed the document's file since it was read."""
    progress.report(f"Looking at {holding.path.name}")
    return holding.fingerprint is not None and has_changed(holding.path, holding.fingerprint)


def open_design_value(design: Design, progress: Progress) -> Opened:
    """Take a design that no file holds, such as a template."""
    return _evaluated(design, None, None, (), progress)


def open_sample(progress: Progress) -> Opened:
    """Invent the sample dealership and open it."""
    from matrix_designer.formats.dealership import SALES_FILE, sample_design, write_sample_sales

    progress.report("Inventing a year of sales")
    with scratch_folder() as folder:
        file = Path(folder) / SALES_FILE
        write_sample_sales(file)
        progress.report("Reading the invented sales")
        sales = _imported((file,), progress).sales
    return _evaluated(sample_design(), sales, None, (), progress)


@dataclass(frozen=True, slots=True)
class ReadSales:
    """Sales as they were imported, evaluated with the design that was open then."""

    sales: Sales
    notes: tuple[str, ...]
    analysis: Analysis
    columns: Mapping[str, str]


def read_sales(
    paths: tuple[Path, ...],
    design: Design,
    question: Question,
    progress: Progress,
    mappings: tuple[SalesMapping, ...] | None = None,
) -> ReadSales:
    """Import sales from a file, or from several as one history; raises what is wrong with them.

    `mappings` say of each file what it does not say itself. A history without a line is refused:
    it would take the place of the one that there is.
    """
    progress.report(f"Reading {files_text(paths)}")
    imported = _imported(paths, progress, mappings, design)
    if not imported.sales.lines_read:
        raise MatrixDesignerError(
            f"{files_text(paths)}: there is no line of sales below the header",
            "The sales that were loaded before are still there",
            "Choose the file with the lines",
        )
    analysis = evaluate(design, imported.sales, question, on_stage=progress.report)
    return ReadSales(imported.sales, tuple(imported.problems), analysis, imported.columns)


def files_text(paths: tuple[Path, ...]) -> str:
    """Name one file, or say how many there are."""
    return paths[0].name if len(paths) == 1 else f"{len(paths)} files"


def _imported(
    paths: tuple[Path, ...],
    progress: Progress,
    mappings: tuple[SalesMapping, ...] | None = None,
    design: Design | None = None,
) -> ImportedSales:
    """Import sales, told apart by part where a design needs that or it costs next to nothing.

    Their reader tells how far it is and stops when nobody waits any more.
    """
    from matrix_designer.formats.database import Watch
    from matrix_designer.formats.sales import ImportOptions, import_sales

    def tell(part: float, text: str) -> None:
        progress.report(text, part)

    def is_cancelled() -> bool:
        return progress.is_cancelled

    is_small = all(path.is_file() for path in paths)
    is_small = is_small and sum(path.stat().st_size for path in paths) <= SMALL
    is_planned = design is not None and design.needs_parts
    grain = Grain.needed(needs_parts=is_small or is_planned)
    watch = Watch(tell, is_cancelled, progress.count)
    return import_sales(paths, mappings, ImportOptions(grain=grain), watch)


def read_in_force(path: Path, progress: Progress) -> InForce:
    """Read the matrix that the DMS uses today from a table or a design."""
    from matrix_designer.formats.designs import open_design

    progress.report(f"Reading {path.name}")
    return open_design(path).design.as_record(note=f"Read from {path.name}")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be written where: the profile, the file, and whether prices may change.

    `matrix` names a matrix of the design, None the default treatment's.
    """

    profile: Profile
    out: Path
    matrix: str | None = None
    is_allowed: bool = False


@dataclass(frozen=True, slots=True)
class SaveOrder:
    """Where a document is to be saved, what is held now, and whether others' changes may go.

    `lines_place` says where large sales are kept; None where nobody needs to decide.
    """

    path: Path
    held: Holding | None = None
    is_overwriting: bool = False
    lines_place: LinesPlace | None = None


def save_file(order: SaveOrder, design: Design, sales: Sales | None, progress: Progress) -> Holding:
    """Save a document; returns what is held from now on, on the same lock for the same file."""
    from matrix_designer.formats.project import refuse_other_name, save_design

    path, held = order.path, order.held
    progress.report(f"Saving {path.name}")
    is_same = held is not None and held.path == path
    if not is_same:
        refuse_other_name(path)
    opened = held.fingerprint if held is not None and is_same else None
    if order.is_overwriting:
        opened = None
    place = order.lines_place
    note = _LINES_GONE if sales is not None and are_lines_gone(sales) else ""
    if held is not None and is_same and held.lock is not None:
        made = save_design(path, design, sales, opened=opened, lock=held.lock, place=place)
        return replace(held, fingerprint=made, lines_place=place, note=note)
    lock = lock_document(path)
    try:
        made = save_design(path, design, sales, opened=opened, lock=lock, place=place)
    except BaseException:
        lock.release()
        raise
    return Holding(path, made, lock, lines_place=place, note=note)


def write_export(
    order: ExportOrder, design: Design, sales: Sales | None, progress: Progress
) -> ExportResult:
    """Write the matrix for a target and prove it; nothing is written that changes prices."""
    from matrix_designer.formats.project import refuse_design_place
    from matrix_designer.formats.render import export

    refuse_design_place(order.out)
    progress.report(f"Writing {order.out.name} and reading it again")
    sold = None if sales is None else (sales.rows.cost, sales.rows.list_price)
    chosen = design if order.matrix is None else _only(design, order.matrix)
    return export(chosen, order.profile, order.out, allow=order.is_allowed, force=True, sold=sold)


def _only(design: Design, name: str) -> Design:
    return replace(design, matrices=(design.matrix_named(name),))


def _hold(path: Path, fingerprint: Fingerprint | None) -> Holding:
    """Lock a document, or remember who has it."""
    try:
        return Holding(path, fingerprint, lock_document(path))
    except HeldElsewhereError as error:
        return Holding(path, fingerprint, None, error.holder)


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
