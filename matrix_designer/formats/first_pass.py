"""The first pass over a sales file: which way it is cut and its numbers are read.

Knows three ways, the fastest that is sure to be right first: the engine's reader cuts the cells
and reads the numbers, or cuts only, or ours does both. It does not know what the texts mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.money import NumberStyle
from matrix_designer.formats.bare import with_texts
from matrix_designer.formats.database import Watch, quoted, run, select
from matrix_designer.formats.dialect import ask_for_style, decide_number_style
from matrix_designer.formats.further_down import may_have_tables, refuse_hidden_marks
from matrix_designer.formats.raw import Raw, SalesFile, read_directly, rewrite
from matrix_designer.formats.staging import (
    MAX_LINE_PIECES,
    NUMBERS,
    STAGE_OPTIONS,
    TYPES,
    Stage,
    Survey,
    bare_sql,
    find_odd,
    stage_sql,
    survey_stage,
)
from matrix_designer.formats.unit_check import refuse_whole_lines

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Run:
    """What all steps of one import share."""

    connection: DuckDBPyConnection
    folder: Path
    file: SalesFile
    keeps_lines: bool
    watch: Watch

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the file has."""
        return frozenset(self.file.columns.places)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.path.name


def staged(run_: Run, wished: NumberStyle | None) -> tuple[Stage, Survey]:
    """Make the first pass, in the style that the whole file's own numbers decide.

    Raises MatrixDesignerError that asks where its numbers can be meant in two ways.
    """
    stage, survey = _staged(run_, wished)
    if run_.file.layout is None:
        refuse_whole_lines(run_.connection, stage, run_.file.path, run_.file.said)
    refuse_hidden_marks(run_.connection, run_.file, run_.folder, run_.watch)
    return stage, survey


def _staged(run_: Run, wished: NumberStyle | None) -> tuple[Stage, Survey]:
    sampled = _sampled_numbers(run_.file)
    decided = decide_number_style(_all_of(sampled), run_.file.delimiter)
    if run_.file.has_own_steps and not run_.file.recipe.is_empty:
        return _staged_by_recipe(run_, wished, decided, sampled)
    guess = wished or decided
    if guess is None:
        guess = NumberStyle.COMMA if run_.file.delimiter == ";" else NumberStyle.POINT
    is_sure = wished is not None or decided is guess
    if is_sure and (fast := _typed_pass(run_, guess, sampled)):
        return fast
    raw, stage = _first_pass(run_, guess, sampled)
    stage, survey = _with_odd_texts(run_, raw, stage)
    if not raw.has_lines and may_have_tables(run_.connection, run_.file, stage, survey):
        raw = rewrite(run_.file, run_.folder, run_.watch)
        stage, survey = _with_odd_texts(run_, raw, _stage(run_, raw, guess, stage.odd))
    if wished is not None:
        return stage, survey
    odd = {text for name in stage.odd for text in survey.texts[f"{name}_odd"]}
    if decide_number_style(odd.union(_all_of(sampled)), run_.file.delimiter) is guess:
        return stage, survey
    decided = decide_number_style(_all_numbers(run_, raw), run_.file.delimiter)
    if decided is None:
        raise ask_for_style(run_.file.path)
    if decided is guess:
        return stage, survey
    return _with_odd_texts(run_, raw, _stage(run_, raw, decided, stage.odd))


def _staged_by_recipe(
    run_: Run,
    wished: NumberStyle | None,
    decided: NumberStyle | None,
    sampled: Mapping[str, set[str]],
) -> tuple[Stage, Survey]:
    """Make the first pass of a file whose numbers take a step of their own.

    The steps read its numbers, so that the style is settled before, from its first rows; a cell
    that cannot be read so is set aside with its line.
    """
    style = wished or decided
    if style is None:
        if any("," in text for text in _all_of(sampled)):
            raise ask_for_style(run_.file.path)
        style = NumberStyle.POINT
    raw = rewrite(run_.file, run_.folder, run_.watch, style)
    stage = _stage(run_, raw, style, frozenset(name for name in NUMBERS if name in run_.fields))
    return _with_odd_texts(run_, raw, stage)


def _with_odd_texts(run_: Run, raw: Raw, stage: Stage) -> tuple[Stage, Survey]:
    """Look over a stage; make it again with the texts that are not plain where it lacks some."""
    survey = survey_stage(run_.connection, stage)
    if survey.lost:
        stage = _stage(run_, raw, stage.style, frozenset(stage.numbers))
        survey = survey_stage(run_.connection, stage)
    return stage, survey


def _sampled_numbers(file: SalesFile) -> dict[str, set[str]]:
    """Return the number cells of the first rows."""
    places = {name: file.columns.places.get(name) for name in NUMBERS}
    found = {
        name: {row[place] for row in file.sample if place < len(row)}
        for name, place in places.items()
        if place is not None
    }
    if file.recipe.months:
        found["quantity"] = {
            row[place] for row in file.sample for place in file.recipe.months if place < len(row)
        }
    return found


def _all_of(sampled: Mapping[str, set[str]]) -> set[str]:
    return set().union(*sampled.values())


def _all_numbers(run_: Run, raw: Raw) -> Iterable[str]:
    """Return every distinct text of the number columns."""
    for name in NUMBERS:
        if name in run_.fields:
            found = run_.connection.execute(select([f"DISTINCT {name}"], f"{raw.relation} raw"))
            yield from (text for (text,) in found.fetchall())


def _typed_pass(
    run_: Run, style: NumberStyle, sampled: Mapping[str, set[str]]
) -> tuple[Stage, Survey] | None:
    """Let the engine's reader read the numbers as well; None where it could misread any.

    It is right about every cell but the doubtful ones, which were looked at. It refuses a file
    with a cell that is no number to it, and the way round is then as long as without it.
    """
    import duckdb

    doubtful = run_.file.doubtful_cells(NUMBERS)
    is_plain = doubtful is not None and not any(
        find_odd(name, texts, style)
        for texts_of in (sampled, doubtful)
        for name, texts in texts_of.items()
    )
    if style is not NumberStyle.POINT or not run_.file.can_be_read_directly or not is_plain:
        return None
    types = {name: TYPES[name] for name in NUMBERS if name in run_.fields}
    raw = read_directly(run_.file, types)
    is_bare = not run_.keeps_lines and not raw.has_times
    bare = read_directly(run_.file, types, has_nulls=True)
    try:
        stage = _stage(run_, bare if is_bare else raw, style, frozenset(), is_bare=is_bare)
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        return None
    if _count(run_, stage) != raw.rows:
        return None
    if is_bare:
        said = with_texts(run_.connection, run_.file, stage, run_.folder)
        stage = said or _stage(run_, raw, style, frozenset())
    survey = survey_stage(run_.connection, stage)
    is_huge = max(map(abs, survey.extents["quantity"])) > MAX_LINE_PIECES
    return None if survey.lost or is_huge else (stage, survey)


def _first_pass(
    run_: Run, style: NumberStyle, sampled: Mapping[str, set[str]]
) -> tuple[Raw, Stage]:
    """Cut the file by the engine's reader where that is sure to be right, else by ours."""
    import duckdb

    odd = frozenset(name for name, texts in sampled.items() if find_odd(name, texts, style))
    if run_.file.can_be_read_directly:
        raw = read_directly(run_.file)
        try:
            stage = _stage(run_, raw, style, odd)
        except duckdb.InvalidInputException:
            pass
        else:
            if _count(run_, stage) == raw.rows:
                return raw, stage
    raw = rewrite(run_.file, run_.folder, run_.watch)
    return raw, _stage(run_, raw, style, odd)


def _stage(
    run_: Run, raw: Raw, style: NumberStyle, odd: frozenset[str], *, is_bare: bool = False
) -> Stage:
    """Convert the cells of a raw relation into the run's staging file."""
    path = run_.folder / "stage.parquet"
    path.unlink(missing_ok=True)
    keeps = run_.keeps_lines
    if is_bare:
        query = bare_sql(raw, run_.fields, has_texts=False)
    else:
        query = stage_sql(raw, run_.fields, style, odd, has_texts=keeps)
    sql = f"COPY ({query}) TO {quoted(path)} {STAGE_OPTIONS}"
    if raw.rows:
        run_.watch.count(raw.rows)
    run(run_.connection, sql, run_.watch, 0.1, f"Reading {run_.name}", 0.6)
    names = run_.file.columns
    header = {
        name: names.header[place].strip()
        for name, place in names.places.items()
        if name in NUMBERS and place < len(names.header)
    }
    return Stage(
        path, run_.fields, style, raw.first_line, keeps, header, odd, is_bare, notes=raw.notes
    )


def _count(run_: Run, stage: Stage) -> int:
    row = run_.connection.execute(select(["count(*)"], stage.relation)).fetchone()
    return int(row[0]) if row else 0
