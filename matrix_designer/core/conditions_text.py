"""Conditions of a rule as one text: `FM, AB; class competitive; cost 10.00 to 35.00; part 15400*`.

Clauses stand between semicolons; each starts with a word that says what it is about, and one
without such a word names sources. What is written here reads back as it was. Knows conditions;
it does not know which names a design or its sales have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import NumberStyle, clip
from matrix_designer.core.part_class import PartClass, name_key, part_key
from matrix_designer.core.plan import ANYTHING, Conditions
from matrix_designer.core.plan_text import (
    names_text,
    quoted,
    read_names,
    read_span,
    span_text,
    split_pieces,
)

EVERYTHING = "everything"
"""What is written where there is no condition."""
_EVERYTHING = (EVERYTHING, "everything else", "anything", "all", "all parts", "any", "*")
NAMED = {
    "sources": "source",
    "groups": "group",
    "sale_classes": "sale class",
    "customer_types": "customer",
    "pay_types": "pay",
    "vendors": "vendor",
    "channels": "channel",
    "parts": "part",
    "descriptions": "description",
}
"""Field of names -> the word that its clause starts with; the field of sources needs none."""
_CLASSES, _COST, _LIST = "classes", "cost", "list_price"
_WORDS: tuple[tuple[str, str], ...] = tuple(
    sorted(
        (
            *((word, field) for field, word in NAMED.items()),
            ("sources", "sources"),
            ("groups", "groups"),
            ("stocking group", "groups"),
            ("stocking groups", "groups"),
            ("sale classes", "sale_classes"),
            ("class code", "sale_classes"),
            ("customers", "customer_types"),
            ("customer type", "customer_types"),
            ("customer types", "customer_types"),
            ("pay type", "pay_types"),
            ("pay types", "pay_types"),
            ("vendors", "vendors"),
            ("channels", "channels"),
            ("parts", "parts"),
            ("part number", "parts"),
            ("part numbers", "parts"),
            ("descriptions", "descriptions"),
            ("described", "descriptions"),
            ("class", _CLASSES),
            ("classes", _CLASSES),
            ("cost", _COST),
            ("list", _LIST),
            ("list price", _LIST),
            ("msrp", _LIST),
        ),
        key=lambda pair: -len(pair[0]),
    )
)
"""The words that a clause can start with, the longest first."""
_COMPARED = (">", "<", "≥", "≤")
_AFTER_WORD = ' \t:="<>≥≤$'
"""What can stand right after the word of a clause."""
_PARTS_OF_WORDS = ("type", "number", "price")
"""`customer type A` could name the type A or the customer `type A`, which is quoted."""
_CLASS_WORDS = {
    "captive": PartClass.CAPTIVE,
    "competitive": PartClass.COMPETITIVE,
    "maintenance": PartClass.MAINTENANCE,
    "accessory": PartClass.ACCESSORY,
    "accessories": PartClass.ACCESSORY,
}


def read_conditions(text: str, style: NumberStyle = NumberStyle.POINT) -> Conditions:
    """Read all conditions of a rule; an empty text and `everything` are none.

    Raises MatrixDesignerError for what cannot be read and for two clauses of one kind.
    """
    made = ANYTHING
    if name_key(text) in _EVERYTHING:
        return made
    seen: set[str] = set()
    for clause in split_pieces(text, ";\n"):
        if not clause:
            continue
        field, rest = _field_of(clause)
        if field in seen:
            raise MatrixDesignerError(
                f"“{clip(clause)}” names the {_word(field)} a second time",
                "",
                "Write the names of one kind in one place, with commas",
            )
        seen.add(field)
        made = replace(made, **{field: read_condition(field, rest, style)})
    return made


def conditions_text(conditions: Conditions) -> str:
    """Write all conditions of a rule."""
    clauses = []
    for field, word in NAMED.items():
        names = getattr(conditions, field)
        if not names:
            continue
        listed = ", ".join(quoted(name, _is_special) for name in names)
        clauses.append(listed if field == "sources" else f"{word} {listed}")
    for field, word in ((_CLASSES, "class"), (_COST, "cost"), (_LIST, "list")):
        if shown := condition_text(conditions, field):
            clauses.append(f"{word} {shown}")
    return "; ".join(clauses) or EVERYTHING


def read_condition(field: str, text: str, style: NumberStyle = NumberStyle.POINT) -> Any:
    """Read the condition of one field, as its own column shows it, without the clause's word."""
    if field == _CLASSES:
        return read_classes(text)
    if field in (_COST, _LIST):
        return read_span(text, style)
    return read_names(text, part_key if field == "parts" else name_key)


def condition_text(conditions: Conditions, field: str) -> str:
    """Write the condition of one field, as its own column shows it."""
    if field == _CLASSES:
        return ", ".join(each.value for each in conditions.classes)
    if field == _COST:
        return span_text(conditions.cost)
    if field == _LIST:
        return span_text(conditions.list_price)
    return names_text(getattr(conditions, field))


def with_condition(
    conditions: Conditions, field: str, text: str, style: NumberStyle = NumberStyle.POINT
) -> Conditions:
    """Return conditions with one field as it was typed into its column."""
    return replace(conditions, **{field: read_condition(field, text, style)})


def read_classes(text: str) -> tuple[PartClass, ...]:
    """Read classes between commas; a class that stands twice counts once."""
    found: dict[PartClass, None] = {}
    for word in read_names(text):
        known = _CLASS_WORDS.get(name_key(word))
        if known is None:
            raise MatrixDesignerError(
                f"“{clip(word)}” is not a class of parts",
                "",
                "The classes are captive, competitive, maintenance and accessory",
            )
        found[known] = None
    return tuple(found)


def read_class(text: str) -> PartClass | None:
    """Read one class; None for an empty cell."""
    found = read_classes(text)
    if len(found) > 1:
        raise MatrixDesignerError("A part or source is in one class only", "", "Write one")
    return found[0] if found else None


def _field_of(clause: str) -> tuple[str, str]:
    """Part a clause into its field and what it says; one without a word names sources."""
    found = _leading_word(clause)
    if found is None:
        return "sources", clause
    word, field = found
    rest = clause[len(word) :].strip()
    said = rest if rest.startswith(_COMPARED) else rest.lstrip(" \t:=")
    if not said:
        raise MatrixDesignerError(
            f"“{clip(clause)}” does not say which",
            "",
            f'Write a name after it, or "{clip(clause)}" in quotation marks for a source so named',
        )
    return field, said


def _leading_word(clause: str) -> tuple[str, str] | None:
    """Return the word that a clause starts with, and its field."""
    lowered = clause.casefold()
    for word, field in _WORDS:
        if lowered.startswith(word):
            rest = clause[len(word) :]
            if not rest or rest[0] in _AFTER_WORD:
                return word, field
    return None


def _is_special(name: str) -> bool:
    """Tell whether a name would be read as a clause, as everything or as a part of its word."""
    key = name_key(name)
    return (
        key in _EVERYTHING
        or key.startswith(_PARTS_OF_WORDS)
        or name[0] in _AFTER_WORD
        or _leading_word(name) is not None
    )


def _word(field: str) -> str:
    words: dict[str, str] = {**NAMED, _CLASSES: "class", _COST: "cost", _LIST: "list"}
    return words[field]
