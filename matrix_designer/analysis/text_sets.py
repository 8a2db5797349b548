"""Sets of texts as conditions describe them: literals, patterns, and what is left of them.

Whether such a set holds any text at all is decided exactly, by walking all patterns at once
letter by letter; `*` is any run of characters and `?` one. Knows keys of texts (core.part_class);
it knows nothing of rules.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, islice, product

_STAR, _ONE = "*", "?"
_OTHER = ""
"""Stands for every letter that no pattern names."""
_MOST_STATES = 20_000
_MOST_COUNTED = 2_000
"""Of so many texts, told one by one, each is held against patterns; of more nothing is said."""
_LETTERS = "X0123456789ABCDEFGHIJKLMNOPQRSTUVWYZ-./#"


class UndecidedError(Exception):
    """A question about a plan that would take too long; nothing is said then."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that are one of `only` (None: any), none of `without`, and stand to patterns thus.

    A text matches at least one pattern of each group of `like`, and none of `unlike`. Texts that
    are `spaced` are descriptions: words with one blank between them.
    """

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    like: frozenset[frozenset[str]] = frozenset()
    unlike: frozenset[str] = frozenset()
    is_spaced: bool = False

    def meet(self, other: Texts) -> Texts:
        """Return what lies in both."""
        if other is EVERY_TEXT or other is self:
            return self
        if self is EVERY_TEXT:
            return other
        only = self.only if other.only is None else other.only
        if self.only is not None and other.only is not None:
            only = self.only & other.only
        return _plain(
            Texts(
                only,
                self.without | other.without,
                self.like | other.like,
                self.unlike | other.unlike,
                self.is_spaced or other.is_spaced,
            )
        )

    def minus(self, other: Texts) -> Iterator[Texts]:
        """Yield pieces that hold together what lies in this and not in the other."""
        if other.only is not None:
            yield self.meet(Texts(without=other.only))
            return
        if other.without:
            yield self.meet(Texts(other.without))
        for group in other.like:
            yield self.meet(Texts(unlike=group, is_spaced=other.is_spaced))
        if other.unlike:
            like = frozenset({other.unlike})
            yield self.meet(Texts(like=like, is_spaced=other.is_spaced))

    @property
    def is_empty(self) -> bool:
        """Tell whether no text lies in it; raises UndecidedError where that takes too long."""
        if self.only is not None:
            return not self.only
        if not self.like and not self.unlike:
            return False
        return not _is_plainly_there(self) and (_is_plainly_gone(self) or _example(self) is None)

    def example(self) -> str:
        """Return one text of it, the plainest; it must not be empty."""
        if self.only is not None:
            return min(self.only)
        if not self.like and not self.unlike:
            return "" if "" not in self.without else _fresh(self, ())
        found = _example(self)
        return "" if found is None else found


EVERY_TEXT = Texts()


def literals(keys: Iterable[str]) -> Texts:
    """Return the texts that are one of some keys."""
    return Texts(only=frozenset(keys))


def part_patterns(keys: Iterable[str]) -> Texts:
    """Return the part numbers that one of some patterns matches; a pattern matches the whole."""
    group = frozenset(keys)
    if not any(_is_wild(key) for key in group):
        return Texts(only=group)
    return Texts(like=frozenset({group}))


def description_patterns(keys: Iterable[str]) -> Texts:
    """Return the descriptions in which one of some patterns matches anywhere."""
    # A pattern without a character matches the empty text alone.
    group = frozenset(f"*{key.strip('*')}*" if key else "" for key in keys)
    if group == {""}:
        return Texts(only=group)
    return Texts(like=frozenset({group}), is_spaced=True)


def _is_wild(key: str) -> bool:
    return _STAR in key or _ONE in key


def _plain(texts: Texts) -> Texts:
    """Return the same texts, those that are counted told one by one."""
    if texts.only is None:
        return texts
    kept = texts.only - texts.without
    if (texts.like or texts.unlike) and len(kept) > _MOST_COUNTED:
        raise UndecidedError
    for group in texts.like:
        found = _together(group)
        kept = frozenset(text for text in kept if found.fullmatch(text) is not None)
    if texts.unlike:
        found = _together(texts.unlike)
        kept = frozenset(text for text in kept if found.fullmatch(text) is None)
    return Texts(only=kept)


@lru_cache(1024)
def _together(globs: frozenset[str]) -> re.Pattern[str]:
    """Return what finds the texts that one of some patterns matches as a whole."""
    wild = {_STAR: ".*", _ONE: "."}
    bodies = ("".join(wild.get(one) or re.escape(one) for one in glob) for glob in sorted(globs))
    return re.compile("|".join(f"(?:{body})" for body in bodies), re.DOTALL)


_PLAIN_OTHER = "\u4e00"
"""A letter that hardly any pattern names."""
_MOST_TRIED = 16
_PAIR = 2


@lru_cache(16_384)
def _is_plainly_there(texts: Texts) -> bool:
    """Tell whether one of a few plain texts lies in a set; most sets that hold any show it so."""
    like = [_together(group) for group in texts.like]
    unlike = _together(texts.unlike) if texts.unlike else None
    return any(
        text not in texts.without
        and not (texts.is_spaced and "" in text.split(" ") and text)
        and all(each.fullmatch(text) is not None for each in like)
        and (unlike is None or unlike.fullmatch(text) is None)
        for text in _plain_texts(texts)
    )


@lru_cache(16_384)
def _is_plainly_gone(texts: Texts) -> bool:
    """Tell whether two patterns alone leave nothing of a set: most sets without a text do."""
    if len(texts.like) + len(texts.unlike) <= _PAIR:
        return False
    is_spaced = texts.is_spaced
    return any(
        all(
            any(_is_within(one, other, is_spaced=is_spaced) for other in texts.unlike)
            for one in group
        )
        for group in texts.like
    ) or any(
        _example(Texts(like=frozenset(pair), is_spaced=is_spaced)) is None
        for pair in combinations(texts.like, _PAIR)
    )


def _is_within(glob: str, other: str, *, is_spaced: bool) -> bool:
    """Tell whether all texts that one pattern takes are taken by another."""
    if glob == other:
        return True
    like, unlike = frozenset({frozenset({glob})}), frozenset({other})
    left = Texts(like=like, unlike=unlike, is_spaced=is_spaced)
    return not _is_plainly_there(left) and _example(left) is None


def _plain_texts(texts: Texts) -> Iterator[str]:
    """Yield some texts that may lie in a set: patterns with nothing and with a letter in gaps."""
    between = f" {_PLAIN_OTHER} " if texts.is_spaced else _PLAIN_OTHER
    chosen = product(*(sorted(group) for group in texts.like))
    for globs in islice(chosen, _MOST_TRIED):
        loose = [glob.strip(_STAR) for glob in globs if glob[:1] == glob[-1:] == _STAR]
        tight = [glob for glob in globs if not glob[:1] == glob[-1:] == _STAR]
        inside = between.join(loose)
        for gap in ("", _PLAIN_OTHER):
            held = tight[0].replace(_STAR, inside, 1) if tight and inside else "".join(tight[:1])
            text = (held or inside or gap).replace(_ONE, _PLAIN_OTHER)
            yield text.replace(_STAR, gap)


@lru_cache(65_536)
def _awaited(glob: str, mask: int) -> frozenset[str]:
    """Return the letters that move a pattern from where it stands otherwise than any other."""
    return frozenset(
        token
        for place, token in enumerate(glob)
        if mask >> place & 1 and token not in (_STAR, _ONE)
    )


@lru_cache(65_536)
def _step(glob: str, mask: int, letter: str) -> int:
    """Return where a pattern stands after one more letter, as bits of its positions."""
    moved = 0
    for place, token in enumerate(glob):
        if mask >> place & 1:
            if token == _STAR:
                moved |= 1 << place
            elif token in (_ONE, letter):
                moved |= 2 << place
    return _closed(glob, moved)


def _closed(glob: str, mask: int) -> int:
    """Return the positions that a pattern reaches without a letter, too."""
    for place, token in enumerate(glob):
        if token == _STAR and mask >> place & 1:
            mask |= 2 << place
    return mask


_State = tuple[tuple[int, ...], bool, bool]
"""Where every pattern stands, whether a letter was none of theirs, whether the last was blank."""


class _Walk:
    """All patterns of a set, walked together."""

    def __init__(self, texts: Texts) -> None:
        self._groups = tuple(tuple(sorted(group)) for group in texts.like)
        self._unlike = tuple(sorted(texts.unlike))
        # Where a pattern that must not match and takes anything behind has matched for good.
        self._ends = tuple(1 << len(glob) if glob.endswith(_STAR) else 0 for glob in self._unlike)
        self._globs = (*(glob for group in self._groups for glob in group), *self._unlike)
        named = {token for glob in self._globs for token in glob} - {_STAR, _ONE, " "}
        self.letters = (_OTHER, *sorted(named), *((" ",) if texts.is_spaced else ()))
        self.start: _State = (tuple(_closed(glob, 1) for glob in self._globs), False, True)

    def telling(self, state: _State) -> Iterator[str]:
        """Yield the letters that lead from a state to different ones, any other in front.

        A letter for which no pattern waits does what any other letter does.
        """
        awaited = {" "}.union(*map(_awaited, self._globs, state[0]))
        return (letter for letter in self.letters if not letter or letter in awaited)

    def step(self, state: _State, letter: str) -> _State | None:
        """Return the state after a letter; None where no text can go on so."""
        masks, has_other, is_after_blank = state
        if letter == " " and is_after_blank:
            return None
        moved = tuple(
            _step(glob, mask, letter) for glob, mask in zip(self._globs, masks, strict=True)
        )
        return None if self._is_lost(moved) else (moved, has_other or not letter, letter == " ")

    def is_accepted(self, state: _State, *, is_start: bool) -> bool:
        """Tell whether the text that led here lies in the set."""
        masks, _, is_after_blank = state
        if is_after_blank and not is_start:
            return False
        ends = [bool(mask >> len(glob) & 1) for glob, mask in zip(self._globs, masks, strict=True)]
        place = 0
        for group in self._groups:
            if not any(ends[place : place + len(group)]):
                return False
            place += len(group)
        return not any(ends[place:])

    def _is_lost(self, masks: tuple[int, ...]) -> bool:
        place = 0
        for group in self._groups:
            after = place + len(group)
            if not any(masks[place:after]):
                return True
            place = after
        return any(mask & end for mask, end in zip(masks[place:], self._ends, strict=True))


@lru_cache(16_384)
def _example(texts: Texts) -> str | None:
    """Return a text of a set of patterns; None where there is none."""
    walk = _Walk(texts)
    if walk.is_accepted(walk.start, is_start=True) and "" not in texts.without:
        return ""
    plain = _search(walk, is_any_fine=not texts.without)
    if plain is not None:
        return _fresh(texts, plain)
    if not texts.without:
        return None
    # Without any other letter the texts are counted: their letters are all named by patterns.
    return next((word for word in _words(walk) if word not in texts.without), None)


def _search(walk: _Walk, *, is_any_fine: bool) -> tuple[str, ...] | None:
    """Return the letters of a shortest text; one with an other letter unless any is fine."""
    seen = {walk.start}
    waiting: deque[tuple[_State, tuple[str, ...]]] = deque([(walk.start, ())])
    while waiting:
        state, word = waiting.popleft()
        for letter in walk.telling(state):
            made = walk.step(state, letter)
            if made is None or made in seen:
                continue
            if (made[1] or is_any_fine) and walk.is_accepted(made, is_start=False):
                return (*word, letter)
            _refuse_many(seen)
            seen.add(made)
            waiting.append((made, (*word, letter)))
    return None


def _words(walk: _Walk) -> Iterator[str]:
    """Yield the texts of the named letters alone, the shortest first."""
    useful = _useful(walk)
    waiting: deque[tuple[_State, str]] = deque([(walk.start, "")])
    while waiting:
        state, word = waiting.popleft()
        if walk.is_accepted(state, is_start=not word):
            yield word
        for letter in walk.letters[1:]:
            made = walk.step(state, letter)
            if made is not None and made in useful:
                _refuse_many(waiting)
                waiting.append((made, word + letter))


def _useful(walk: _Walk) -> set[_State]:
    """Return the states from which named letters lead to a text."""
    before: dict[_State, set[_State]] = {walk.start: set()}
    waiting = [walk.start]
    while waiting:
        state = waiting.pop()
        for letter in walk.letters[1:]:
            made = walk.step(state, letter)
            if made is not None:
                if made not in before:
                    _refuse_many(before)
                    waiting.append(made)
                before.setdefault(made, set()).add(state)
    waiting = [each for each in before if walk.is_accepted(each, is_start=False)]
    found = set(waiting)
    while waiting:
        for each in before[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found


def _refuse_many(states: Sized) -> None:
    if len(states) > _MOST_STATES:
        raise UndecidedError


def _fresh(texts: Texts, word: tuple[str, ...]) -> str:
    """Write a word with a letter for those that stand for any other."""
    used = {letter for text in texts.without for letter in text}
    used |= {letter for group in (*texts.like, texts.unlike) for glob in group for letter in glob}
    choice = (letter.lower() if texts.is_spaced else letter for letter in _LETTERS)
    more = (chr(code) for code in range(0x4E00, 0x9FFF))
    other = next(letter for letter in chain(choice, more) if letter not in used)
    return "".join(letter or other for letter in word) if word else other
