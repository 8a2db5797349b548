"""What two strategies differ in, change by change, in words: for the history of versions.

Knows strategies and how their parts are written as people type them. It prices nothing; that
nothing differs means that both price every part alike.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeVar

from matrix_designer.core.competitor_text import competitors_text
from matrix_designer.core.conditions_text import conditions_text
from matrix_designer.core.derived import derivation_text
from matrix_designer.core.factor import plain_number
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Cap, Ending, Fallback, Matrix, Rails, Tier
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.money import amount_text, quantity_text, total_text
from matrix_designer.core.part_class import Classes, PartClass, name_key, part_key
from matrix_designer.core.plan import Plan, Rule
from matrix_designer.core.plan_text import day_text, days_text
from matrix_designer.core.plan_words import rule_words, treatment_words
from matrix_designer.core.strategy import Strategy

Noun = TypeVar("Noun")
_ADDED, _DELETED = "added", "deleted"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: where it is, what changed, and how it was and is written ("" for nothing)."""

    where: str
    what: str
    before: str = ""
    after: str = ""


def differences(before: Strategy, after: Strategy) -> tuple[Difference, ...]:
    """Return what changed from one strategy to another: matrices, plan, prices, classes, menus."""
    if before is after:
        return ()
    return tuple(
        found
        for each in (
            _matrices(before.matrices, after.matrices),
            _plan(before.plan, after.plan),
            _named("Flat price", before.flat_prices, after.flat_prices, _flat_key, _FLAT),
            _named("Family", before.families, after.families, _family_key, _FAMILY),
            _classes(before.classes, after.classes),
            _named("Menu", before.menus, after.menus, _menu_key, _MENU),
        )
        for found in each
    )


def _matrices(before: Sequence[Matrix], after: Sequence[Matrix]) -> Iterator[Difference]:
    olds, news = ({one.name: one for one in each} for each in (before, after))
    for name in dict.fromkeys((*olds, *news)):
        old, new = olds.get(name), news.get(name)
        where = f"Matrix “{name}”"
        if old is None and new is not None:
            yield Difference(where, _ADDED, "", _size(new))
        elif new is None and old is not None:
            yield Difference(where, _DELETED, _size(old))
        elif old is not None and new is not None and old != new:
            bare = [replace(one, tiers=()) for one in (old, new)]
            yield from _fields(where, bare[0], bare[1], _MATRIX)
            yield from _tiers(where, old.tiers, new.tiers)
    if before[0].name != after[0].name:
        yield Difference("Plan", "default matrix", before[0].name, after[0].name)
    elif [*olds] != [*news] and olds.keys() == news.keys():
        yield Difference("Matrices", "order")


def _tiers(where: str, before: Sequence[Tier], after: Sequence[Tier]) -> Iterator[Difference]:
    """Tell each tier that changed; where tiers came and went, by the ranges that they have."""
    if len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                yield Difference(where, f"tier {place + 1}", _tier(old), _tier(new))
        return
    yield Difference(where, "number of tiers", str(len(before)), str(len(after)))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        for place in range(max(stop - start, last - first)):
            old_at, new_at = start + place, first + place
            was = _tier(before[old_at]) if old_at < stop else ""
            now = _tier(after[new_at]) if new_at < last else ""
            name = f"tier {new_at + 1}" if now else f"tier {old_at + 1} of before"
            yield Difference(where, name, was, now)


def _size(matrix: Matrix) -> str:
    return "1 tier" if len(matrix.tiers) == 1 else f"{len(matrix.tiers)} tiers"


def _tier(tier: Tier) -> str:
    upper = "and up" if tier.upper is None else f"to {amount_text(tier.upper)}"
    basis = "" if tier.basis.value == "cost" else " on list"
    return f"{amount_text(tier.lower)} {upper}: {tier.factor.text}{basis}"


def _plan(before: Plan, after: Plan) -> Iterator[Difference]:
    """Tell rules that came, went, moved and changed; equal rules stay out of it."""
    if before.rules == after.rules:
        return
    matcher = SequenceMatcher(None, before.rules, after.rules, autojunk=False)
    gone: list[int] = []
    new: list[int] = []
    changed: list[tuple[int, int]] = []
    for kind, start, stop, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = min(stop - start, last - first)
        changed += [(start + at, first + at) for at in range(pairs)]
        gone += range(start + pairs, stop)
        new += range(first + pairs, last)
    changed, gone, new = _same_names(before, after, changed, gone, new)
    for place in gone:
        yield Difference(_rule(place, before.rules[place]), _DELETED, _whole(before.rules[place]))
    for place in new:
        yield Difference(_rule(place, after.rules[place]), _ADDED, "", _whole(after.rules[place]))
    for old, now in changed:
        where = _rule(now, after.rules[now])
        if old != now and before.rules[old] == after.rules[now]:
            yield Difference(where, "moved", f"place {old + 1}", f"place {now + 1}")
        yield from _fields(where, before.rules[old], after.rules[now], _RULE)


def _same_names(
    before: Plan,
    after: Plan,
    changed: list[tuple[int, int]],
    gone: list[int],
    new: list[int],
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair the rules that changed by what they share: all of it, the name, the conditions."""
    old_left = [*(old for old, _ in changed), *gone]
    new_left = [*(now for _, now in changed), *new]
    pairs: list[tuple[int, int]] = []
    for key_of in (_itself, _name, _conditions):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for at in new_left:
            waiting[key_of(after.rules[at])].append(at)
        found = {}
        for old in old_left:
            key = key_of(before.rules[old])
            if key is not None and waiting.get(key):
                found[old] = waiting[key].popleft()
        pairs += found.items()
        taken = set(found.values())
        old_left = [old for old in old_left if old not in found]
        new_left = [at for at in new_left if at not in taken]
    pairs.sort(key=_second)
    return pairs, old_left, new_left


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _itself(rule: Rule) -> Hashable:
    return rule


def _name(rule: Rule) -> Hashable:
    return name_key(rule.name) or None


def _conditions(rule: Rule) -> Hashable:
    return rule.conditions


def _rule(place: int, rule: Rule) -> str:
    words = rule_words(place, rule)
    return f"{words[:1].upper()}{words[1:]}"


def _whole(rule: Rule) -> str:
    conditions = conditions_text(rule.conditions) or "everything"
    return f"{conditions}: {treatment_words(rule.treatment)}"


def _classes(before: Classes, after: Classes) -> Iterator[Difference]:
    for kind, olds, news, key_of in (
        ("Source", before.sources, after.sources, name_key),
        ("Part", before.parts, after.parts, part_key),
    ):
        if olds == news:
            continue
        was = {key_of(name): (name, found) for name, found in olds}
        now = {key_of(name): (name, found) for name, found in news}
        for key in dict.fromkeys((*was, *now)):
            old, new = was.get(key), now.get(key)
            if (old and old[1]) is not (new and new[1]):
                name = (new or old or ("", None))[0]
                yield Difference(f"{kind} {name}", "class", _class(old), _class(new))


def _class(entry: tuple[str, PartClass] | None) -> str:
    return "" if entry is None else entry[1].value


def _named(
    kind: str,
    before: Sequence[Noun],
    after: Sequence[Noun],
    key_of: Callable[[Noun], tuple[str, str]],
    texts: Mapping[str, Callable[[Noun], str]],
) -> Iterator[Difference]:
    """Tell nouns that came, went and changed, told apart by their keys; else their order."""
    if before == after:
        return
    found = tuple(_changes(kind, before, after, key_of, texts))
    yield from found or (Difference(f"{kind} list", "order"),)


def _changes(
    kind: str,
    before: Sequence[Noun],
    after: Sequence[Noun],
    key_of: Callable[[Noun], tuple[str, str]],
    texts: Mapping[str, Callable[[Noun], str]],
) -> Iterator[Difference]:
    olds = {key_of(one)[0]: one for one in before}
    news = {key_of(one)[0]: one for one in after}
    for key in dict.fromkeys((*olds, *news)):
        old, new = olds.get(key), news.get(key)
        one = new if new is not None else old
        if one is None or old == new:
            continue
        where = f"{kind} {key_of(one)[1]}"
        if old is None:
            yield Difference(where, _ADDED, "", _first(one, texts))
        elif new is None:
            yield Difference(where, _DELETED, _first(one, texts))
        else:
            yield from _fields(where, old, new, texts)


def _first(one: Noun, texts: Mapping[str, Callable[[Noun], str]]) -> str:
    """Say in a few words what came or went: its first text."""
    return next(iter(texts.values()))(one)


def _fields(
    where: str, old: Noun, new: Noun, texts: Mapping[str, Callable[[Noun], str]]
) -> Iterator[Difference]:
    """Tell each thing whose text is another; what no text tells is a matter of spelling."""
    told = [(what, text(old), text(new)) for what, text in texts.items()]
    changed = [Difference(where, what, was, now) for what, was, now in told if was != now]
    if changed or old == new:
        yield from changed
    else:
        yield Difference(where, "spelling")


def _flat_key(one: FlatPrice) -> tuple[str, str]:
    return part_key(one.part), one.part


def _family_key(one: Family) -> tuple[str, str]:
    return name_key(one.name), f"“{one.name}”"


def _menu_key(one: ServiceMenu) -> tuple[str, str]:
    return name_key(one.name), f"“{one.name}”"


def _amount(amount: int | None) -> str:
    return "" if amount is None else amount_text(amount)


def _cap(cap: Cap | None) -> str:
    return "none" if cap is None else f"above {amount_text(cap.above)}: {cap.rule.value}"


def _rails(rails: Rails) -> str:
    told = [] if rails.ceiling is None else [f"list + {plain_number(rails.ceiling)} % at most"]
    told += ["not below list"] if rails.is_not_below_list else []
    if rails.floor is not None:
        told.append(f"at least {plain_number(rails.floor.percent)} % {rails.floor.kind.value}")
    return ", ".join(told) or "none"


def _ending(ending: Ending | None) -> str:
    if ending is None:
        return "none"
    return f"{ending.kind.value} {'up' if ending.is_up else 'nearest'}"


def _fallback(fallback: Fallback) -> str:
    return fallback.kind.value if fallback.factor is None else f"cost {fallback.factor.text}"


def _average(family: Family) -> str:
    if family.averaged is None:
        return ""
    cost, pieces = family.averaged.cost, family.averaged.pieces
    return f"{total_text(cost)} over {quantity_text(pieces)} pieces"


def _menu_parts(parts: Iterable[MenuPart]) -> str:
    return ", ".join(
        f"{quantity_text(one.quantity)} × {one.part}"
        + (f" {one.description}" if one.description else "")
        + (f", source {one.source}" if one.source else "")
        + ("" if one.cost is None else f" at cost {amount_text(one.cost)}")
        + ("" if one.list_price is None else f", list {amount_text(one.list_price)}")
        for one in parts
    )


_MATRIX: Mapping[str, Callable[[Matrix], str]] = {
    "look-up": lambda one: one.lookup.value,
    "mode": lambda one: one.mode.value,
    "cap": lambda one: _cap(one.cap),
    "guard rails": lambda one: _rails(one.rails),
    "ending": lambda one: _ending(one.ending),
    "fallback": lambda one: _fallback(one.fallback),
    "follows": lambda one: "" if one.derived_from is None else derivation_text(one.derived_from),
}
_RULE: Mapping[str, Callable[[Rule], str]] = {
    "treatment": lambda one: treatment_words(one.treatment),
    "conditions": lambda one: conditions_text(one.conditions) or "everything",
    "name": lambda one: one.name,
    "switched": lambda one: "on" if one.is_enabled else "off",
    "days": lambda one: days_text(one.starts, one.ends),
    "note": lambda one: one.note,
}
_FLAT: Mapping[str, Callable[[FlatPrice], str]] = {
    "price": lambda one: amount_text(one.price),
    "description": lambda one: one.description,
    "cost when reviewed": lambda one: _amount(one.cost),
    "reviewed": lambda one: day_text(one.reviewed),
    "reviewed by": lambda one: one.by,
    "locked": lambda one: "locked" if one.is_locked else "",
    "agreed": lambda one: one.agreed,
    "competitors": lambda one: competitors_text(one.competitors),
}
_FAMILY: Mapping[str, Callable[[Family], str]] = {
    "price": lambda one: _amount(one.price),
    "factor": lambda one: "" if one.factor is None else one.factor.text,
    "parts": lambda one: ", ".join(one.parts),
    "descriptions": lambda one: ", ".join(one.descriptions),
    "sources": lambda one: ", ".join(one.sources),
    "left out": lambda one: ", ".join(one.excluded),
    "average": _average,
    "agreed": lambda one: one.agreed,
}
_MENU: Mapping[str, Callable[[ServiceMenu], str]] = {
    "price": lambda one: amount_text(one.price),
    "parts": lambda one: _menu_parts(one.parts),
    "note": lambda one: one.note,
}
