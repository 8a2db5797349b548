"""A file of sales that is being looked at before it is imported: what jobs make of it.

Knows previews and the memory of layouts; it imports nothing and knows no widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from matrix_designer.formats.content_profile import Content, content_of
from matrix_designer.formats.doubts import Doubts
from matrix_designer.formats.import_changes import (
    Change,
    ImportQuestion,
    portable,
    with_mapping,
)
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import Returns, SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.preview import (
    Head,
    Preview,
    layout_signature,
    make_preview,
    read_head,
)
from matrix_designer.formats.storage import write_file
from matrix_designer.formats.unit_check import WholeLines
from matrix_designer.session.jobs import Progress
from matrix_designer.session.layouts import LayoutMemory

PASTED = "Pasted lines.tsv"
"""What a history from the clipboard is called."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: its beginning, what was understood of it, and what is to be asked.

    `signature` names its layout, `content` how its cells look where no column has a name;
    `is_remembered` says that an earlier file of that layout told
    what the columns are. `must_know_style`: its other lines did not tell what a comma means.
    `whole_lines` is what an import found in a column of unit amounts.
    """

    head: Head
    preview: Preview
    signature: str
    is_remembered: bool = False
    must_know_style: bool = False
    whole_lines: WholeLines | None = None
    question: ImportQuestion | None = None
    content: Content = ()

    @property
    def path(self) -> Path:
        """The file."""
        return self.head.path

    @property
    def mapping(self) -> SalesMapping:
        """What was said about it."""
        return self.preview.mapping

    @property
    def is_clear(self) -> bool:
        """Whether it can be imported without a word from anybody."""
        return self.preview.can_be_imported and self.question is None


def is_looked_at(path: Path) -> bool:
    """Tell whether a file has lines to be looked at; a file of lines that we wrote has none."""
    return path.suffix.lower() != ".parquet"


def look(
    path: Path, memory: LayoutMemory, progress: Progress, *, must_know_style: bool = False
) -> Looked:
    """Look at a file, as was said about an earlier one of its layout."""
    progress.report(f"Looking at {path.name}")
    head = read_head(path)
    plain = make_preview(head, SalesMapping())
    signature = layout_signature(plain) if plain.rows else ""
    content = content_of(plain)
    known = memory.recall(signature, content)
    if known is not None and known.sheet is not None and _has_alike_sheets(head, plain):
        known = replace(known, sheet=None)  # another month or store may be meant this time
    preview = plain if known is None else make_preview(head, known)
    if known is not None and not preview.can_be_imported:
        known, preview = None, plain
    question = question_of(preview, must_know_style=must_know_style)
    is_remembered = known is not None
    return Looked(
        head,
        preview,
        signature,
        is_remembered,
        must_know_style,
        question=question,
        content=content,
    )


def _has_alike_sheets(head: Head, plain: Preview) -> bool:
    """Tell whether some of a workbook's sheets of sales have the same columns."""
    sheets = plain.doubts.sheets
    names = {make_preview(head, SalesMapping(sheet=sheet)).names for sheet in sheets}
    return len(names) < len(sheets)


def look_at_all(
    paths: tuple[Path, ...], memory: LayoutMemory, progress: Progress
) -> tuple[Looked, ...]:
    """Look at several files that are to be one history."""
    return tuple(look(path, memory, progress) for path in paths if is_looked_at(path))


def look_at_rest(
    files: tuple[Looked, ...], memory: LayoutMemory, progress: Progress
) -> tuple[Looked, ...]:
    """Look again at what is not clear, now that something was said about a layout."""
    return tuple(one if one.is_clear else look(one.path, memory, progress) for one in files)


def look_again(looked: Looked, changes: Sequence[Change], progress: Progress) -> Looked:
    """Look at the same file in another way: as each change says, one after the other."""
    progress.report(f"Looking at {looked.path.name}")
    preview = looked.preview
    for change in changes:
        preview = make_preview(looked.head, change(preview))
    return _asked(replace(looked, preview=preview))


def ask_about_units(looked: Looked, whole_lines: WholeLines) -> Looked:
    """Return a file with the question whether a column has amounts of one piece."""
    return _asked(replace(looked, whole_lines=whole_lines))


def ask_about_doubts(looked: Looked, doubts: Doubts) -> Looked:
    """Return a file with the question about what an import found further down in it."""
    return _asked(replace(looked, preview=replace(looked.preview, doubts=doubts)))


def _asked(looked: Looked) -> Looked:
    """Return a file with what has to be asked about it as it is understood now."""
    question = question_of(
        looked.preview, must_know_style=looked.must_know_style, whole_lines=looked.whole_lines
    )
    return replace(looked, question=question)


def change_of_file(file: Path) -> Change:
    """Return the change to what a mapping file says; raises what is wrong with it."""
    return partial(with_mapping, mapping=read_mapping(file))


def save_mapping(looked: Looked, file: Path, progress: Progress) -> Path:
    """Write what was said to a mapping file, for another person or for the command line."""
    progress.report(f"Writing {file.name}")
    write_file(file, mapping_text(spoken(looked)).encode())
    return file


def remember(looked: Looked, memory: LayoutMemory) -> None:
    """Keep what was said about a layout for its next file."""
    memory.remember(looked.signature, portable(looked.preview), looked.content)


def spoken(looked: Looked) -> SalesMapping:
    """Return the whole of what is understood as a mapping, recognised columns included."""
    preview = looked.preview
    recognised: dict[str, str | int] = {
        name: at + 1
        for name, at in preview.places.items()
        if at not in preview.extra  # what several columns make is found again by their names
    }
    silenced = {name: at for name, at in preview.mapping.columns.items() if at == ""}
    columns = recognised | silenced
    mapping = replace(preview.mapping, columns=columns, style=preview.style)
    if mapping.returns is None and preview.marked and preview.marks is not None:
        returns = Returns(preview.marks.column + 1, tuple(sorted(preview.marked)))
        mapping = replace(mapping, returns=returns)
    whole = replace(preview, mapping=mapping)
    return portable(whole)


def paste_file(text: str, folder: Path, memory: LayoutMemory, progress: Progress) -> Looked:
    """Put a text from the clipboard into a file of its own and look at it."""
    progress.report("Reading the clipboard")
    path = folder / PASTED
    path.write_text(text, encoding="utf-8", newline="")
    return look(path, memory, progress)
