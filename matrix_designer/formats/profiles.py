"""Export profiles: TOML files that say what a target holds and how its file is laid out.

Knows the form of those files; `render` writes by them and `matrices` reads by them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import CapRule, Mode
from matrix_designer.core.money import read_bound
from matrix_designer.core.target import Target
from matrix_designer.resources import resource

ORDER = ("table", "workbook", "cdk-keying", "twelve-levels")


class Field(Enum):
    """What a column of a target's file holds."""

    FROM = "from"
    TO = "to"
    FACTOR = "factor"
    SIGN = "sign"
    SIZE = "size"
    BASIS = "basis"
    LOOKUP = "lookup"
    NAME = "name"
    WORD = "word"
    READ_AS = "read-as"


class Layout(Enum):
    """The kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it holds, and the constant text of a word column."""

    heading: str
    field: Field
    text: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One export target: what people are told about it, its limits and its file.

    `grade` says how well its layout is known; `is_for_people` that free text is escaped for a
    spreadsheet instead of refused; `carries_settings` that the file holds the whole matrix.
    """

    id: str
    title: str
    kind: str
    grade: str
    note: str
    source: str
    target: Target
    layout: Layout
    columns: tuple[Column, ...]
    is_for_people: bool
    carries_settings: bool


def load_profiles() -> tuple[Profile, ...]:
    """Load every shipped profile, in the order in which they are offered."""
    return tuple(load_profile(resource("profiles", f"{name}.toml")) for name in ORDER)


def profile_named(name: str) -> Profile:
    """Return the shipped profile of that id; raises MatrixDesignerError with the ids there are."""
    if name not in ORDER:
        raise MatrixDesignerError(
            f"There is no profile “{name}”", "", f"Choose one of: {', '.join(ORDER)}"
        )
    return load_profile(resource("profiles", f"{name}.toml"))


def load_profile(path: Path) -> Profile:
    """Load one profile; raises MatrixDesignerError where the file is not one."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _profile(path.stem, data)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise MatrixDesignerError(
            f"“{path}” is not a profile that can be read", str(error), "Mend or remove it"
        ) from error


def _profile(name: str, data: dict[str, Any]) -> Profile:
    return Profile(
        id=name,
        title=data["title"],
        kind=data["kind"],
        grade=data["grade"],
        note=data["note"],
        source=data.get("source", ""),
        target=_target(name, data["title"], data["limits"]),
        layout=Layout(data["layout"]),
        columns=tuple(
            Column(row["heading"], Field(row["field"]), row.get("text", ""))
            for row in data["columns"]
        ),
        is_for_people=data["for_people"],
        carries_settings=data["carries_settings"],
    )


def _target(name: str, title: str, limits: dict[str, Any]) -> Target:
    kind = limits.get("factor_kind")
    both = [basis.value for basis in Basis]
    return Target(
        id=name,
        title=title,
        max_levels=limits.get("max_levels"),
        max_name=limits.get("max_name"),
        factor_kind=None if kind is None else FactorKind(kind),
        decimals=limits.get("decimals"),
        lookups=tuple(Basis(word) for word in limits.get("lookups", both)),
        price_bases=tuple(Basis(word) for word in limits.get("price_bases", both)),
        modes=tuple(Mode(word) for word in limits.get("modes", ["simple"])),
        cap_rules=tuple(CapRule(word) for word in limits.get("cap_rules", [])),
        has_fallback=limits.get("fallback", False),
        has_rails=limits.get("rails", False),
        has_endings=limits.get("endings", False),
        has_add_ons=limits.get("add_ons", False),
        open_tops=tuple(read_bound(bound) for bound in limits.get("open_tops", [])),
    )
