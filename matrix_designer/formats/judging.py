"""What the texts of a stage mean: every distinct text judged once in Python, joined in SQL.

Knows the stage's columns and the words of the field; it does not decide what is set aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING

from matrix_designer.formats.database import create, quoted, subquery
from matrix_designer.formats.staging import (
    BLANK,
    LOOK_MARK,
    NUMBERS,
    Stage,
    State,
    Survey,
    judge_text,
)
from matrix_designer.formats.wording import (
    is_core_code,
    is_core_phrase,
    is_damaged_part,
    is_internal,
    is_total,
    is_total_part,
    is_warranty,
    read_days,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FALSE = "false"
_FEW = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """SQL over a stage's row `s`: the joins, and what each text means.

    A condition that never holds is the text `false`. Blank rows come only from the engine's reader;
    ours leaves them out itself. `values` has SQL for each number field that
    the file has, `extents` the least and the greatest of each, read texts included.
    """

    joins: str
    values: Mapping[str, str]
    extents: Mapping[str, tuple[int, int]]
    is_refused: str
    is_rounded: str
    is_blank_row: str
    is_blank_part: str
    has_total_word: str
    is_damaged_part: str
    is_core: str
    is_internal: str
    is_warranty: str
    is_no_day: str
    day: Day


@dataclass(frozen=True, slots=True)
class Day:
    """How the day of a line is joined, where anybody asks for it; and the days there are."""

    value: str = "CAST(NULL AS DATE)"
    join: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def either(conditions: Iterable[str]) -> str:
    """Join conditions by OR, leaving out those that never hold."""
    kept = [part for part in conditions if part != FALSE]
    return " OR ".join(kept) or FALSE


def judge_texts(
    connection: DuckDBPyConnection, stage: Stage, survey: Survey, core_codes: frozenset[str]
) -> Judged:
    """Judge every distinct text of a stage once, and return how to join the verdicts."""
    numbers = [
        _judge_number(connection, field, stage, survey.texts.get(f"{field}_odd", ()))
        for field in stage.numbers
    ]
    extents = {
        field: (
            min([survey.extents[field][0], *number.read]),
            max([survey.extents[field][1], *number.read]),
        )
        for field, number in zip(stage.numbers, numbers, strict=True)
    }
    texts = _Texts(connection, survey.texts, stage)
    looks = _judge_looks(connection, stage, survey.texts["look"])
    days = read_days(survey.texts.get("day_text", ()))

    def is_core(text: str) -> bool:
        return is_core_code(text, core_codes) or is_core_phrase(text)

    return Judged(
        joins=" ".join([looks.join, *(number.join for number in numbers)]).strip(),
        values={field: number.value for field, number in zip(stage.numbers, numbers, strict=True)},
        extents=extents,
        is_refused=either(
            [FALSE if stage.first_line is not None else "s.is_broken"]
            + [number.is_refused for number in numbers]
        ),
        is_rounded=either(
            number.is_rounded
            for field, number in zip(stage.numbers, numbers, strict=True)
            if field in {"cost", "list"}
        ),
        is_blank_row=looks.where(Look.BLANK_ROW),
        is_blank_part=looks.where(Look.BLANK_PART) if "part" in stage.fields else "true",
        has_total_word=looks.where(Look.TOTAL),
        is_damaged_part=looks.where(Look.DAMAGED_PART),
        is_core=either(
            [looks.where(Look.CORE)]
            + [texts.those(name, "core", is_core) for name in ("source", "class", "core_code")]
        ),
        is_internal=texts.those("pay_type", "internal", is_internal),
        is_warranty=texts.those("pay_type", "warranty", is_warranty),
        is_no_day=texts.those("day_text", "unreadable", lambda text: bool(text) and not days[text]),
        day=_make_days(connection, stage, days),
    )


@dataclass(frozen=True, slots=True)
class _Number:
    """How the texts of one number field are joined; `read` are the values that were read."""

    value: str
    join: str = ""
    is_refused: str = FALSE
    is_rounded: str = FALSE
    read: tuple[int, ...] = ()


def _judge_number(
    connection: DuckDBPyConnection, field: str, stage: Stage, texts: Iterable[str]
) -> _Number:
    """Read the texts of a number field that are not plain."""
    verdicts = [(text, *judge_text(field, text, stage.style)[:2]) for text in texts]
    if not verdicts:
        return _Number(f"nullif(s.{field}, {BLANK})")
    odd = f"odd_{field}"
    create(
        connection,
        odd,
        {"text": "VARCHAR", "value": "BIGINT", "state": "TINYINT"},
        [(text, value or 0, int(state)) for text, value, state in verdicts],
    )
    states = {state for _, _, state in verdicts}
    is_read = f"{odd}.state <= {int(State.ROUNDED)}"
    return _Number(
        f"coalesce(nullif(s.{field}, {BLANK}), CASE WHEN {is_read} THEN {odd}.value END)",
        f"LEFT JOIN {odd} ON s.{field}_odd = {odd}.text",
        _in_state(odd, State.REFUSED) if State.REFUSED in states else FALSE,
        _in_state(odd, State.ROUNDED) if State.ROUNDED in states else FALSE,
        tuple(value for _, value, _ in verdicts if value is not None),
    )


def _in_state(odd: str, state: State) -> str:
    return f"coalesce({odd}.state = {int(state)}, false)"


class Look(IntFlag):
    """What the texts of a line's look mean."""

    BLANK_ROW = 1
    BLANK_PART = 2
    TOTAL = 4
    DAMAGED_PART = 8
    CORE = 16


@dataclass(frozen=True, slots=True)
class _Looks:
    """How the looks of a stage are joined, and which meanings any of them has."""

    join: str
    found: Look

    def where(self, meaning: Look) -> str:
        """Return SQL that holds for a line whose look has a meaning."""
        return (
            f"coalesce((looks.flags & {int(meaning)}) <> 0, false)"
            if (meaning in self.found)
            else FALSE
        )


def _judge_looks(connection: DuckDBPyConnection, stage: Stage, texts: Iterable[str]) -> _Looks:
    """Judge the distinct looks of a stage."""
    flags = {text: _meaning(text, stage) for text in texts}
    kept = [
        (key, int(meaning))
        for text, meaning in flags.items()
        if meaning
        for key in stage.keys("look", text)
    ]
    found = Look(0)
    for meaning in set(flags.values()):
        found |= meaning
    if not kept:
        return _Looks("", found)
    create(connection, "looks", {"text": stage.key_type, "flags": "TINYINT"}, kept)
    return _Looks("LEFT JOIN looks ON s.look = looks.text", found)


def _meaning(look: str, stage: Stage) -> Look:
    """Say what one look means; our own reader has left blank rows out already."""
    part, description, row = look.split(LOOK_MARK, 2)
    is_odd_part = bool(part.strip() or row.strip()) or not description
    meanings = {
        Look.BLANK_ROW: stage.first_line is not None and not description and not row.strip(),
        Look.BLANK_PART: is_odd_part and (not part.strip() or is_total_part(part)),
        Look.TOTAL: is_total(row),
        Look.DAMAGED_PART: is_damaged_part(part),
        Look.CORE: is_core_phrase(description),
    }
    found = Look(0)
    for meaning, holds in meanings.items():
        if holds:
            found |= meaning
    return found


@dataclass(frozen=True, slots=True)
class _Texts:
    """The distinct texts of a stage's columns, to be sorted by what they mean."""

    connection: DuckDBPyConnection
    of: Mapping[str, tuple[str, ...]]
    stage: Stage

    def those(self, column: str, kind: str, is_one: Callable[[str], bool]) -> str:
        """Return SQL that holds where the column's text is one of that kind."""
        found = [text for text in self.of.get(column, ()) if is_one(text)]
        if not found:
            return FALSE
        if keyed := self.stage.one_of(column, found):
            return keyed
        if len(found) <= _FEW:
            return f"coalesce(s.{column} IN ({', '.join(map(quoted, found))}), false)"
        name = f"{kind}_{column}"
        create(self.connection, name, {"text": "VARCHAR"}, [(text,) for text in found])
        return f"coalesce(s.{column} IN {subquery(['text'], name)}, false)"


def _make_days(
    connection: DuckDBPyConnection, stage: Stage, days: Mapping[str, dt.date | None]
) -> Day:
    """Return how the days that were read are joined."""
    known = {text: day for text, day in days.items() if day is not None}
    if not known:
        return Day()
    keyed = [(key, day) for text, day in known.items() for key in stage.keys("day_text", text)]
    create(connection, "days", {"text": stage.key_type, "day": "DATE"}, keyed)
    join = "LEFT JOIN days ON s.day_text = days.text"
    return Day("days.day", join, min(known.values()), max(known.values()))


def all_numbers(judged: Judged) -> dict[str, str]:
    """Return SQL for every number field, NULL for those that the file does not have."""
    return {field: judged.values.get(field, "CAST(NULL AS BIGINT)") for field in NUMBERS}
