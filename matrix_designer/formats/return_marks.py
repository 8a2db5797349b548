"""A column that tells sales from returns by a word or a sign where no amount is below zero.

Knows the words that systems write for the two, and the first rows of a file. Beyond doubt are
only words such as SALE and RETURN, or plus and minus under a name that says sign; the rest is
asked: CR may be the credit of a customer or that of the sales account.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matrix_designer.formats.cell_numbers import Cells, number_in, style_of, text_at
from matrix_designer.formats.columns import NUMBER_FIELDS, Columns, plain_name
from matrix_designer.formats.personal import is_personal

_ROWS = 200
_MOST_WORDS, _LONGEST = 12, 24
_NO_MARKS = frozenset(
    (*NUMBER_FIELDS, "part", "description", "ro", "line", "date", "counterperson", "customer")
)
"""Fields whose columns mark nothing."""
BELOW_ZERO, ANYTHING = "below zero", "anything"
"""What marks a line without a word: an amount below zero, a cell that is not blank."""
_FILLED_NAMES = frozenset(
    (
        *("returnreason", "returncode", "reasonforreturn", "rtnreason", "rtncode", "returndate"),
        *("returnreasoncode", "creditreason", "refundreason", "returntype", "rma", "rma#", "rmano"),
        *("rmanumber", "return#", "returnno", "returnnumber"),
    )
)
_GIVEN_BACK = frozenset(("return", "returns", "returned", "rtn", "rtns", "refund", "refunded"))
_NOT = frozenset(("no", "non", "not", "never"))
_RETURN = frozenset(
    (
        *("return", "returns", "returned", "rtn", "rtns", "rtrn", "retn", "rtnd", "refund"),
        *("refunds", "refunded", "rfnd", "credit memo", "credit note", "credit invoice", "cr memo"),
        *("customer return", "cust return", "sales return", "sale return", "parts return"),
        *("part return", "counter return", "return sale", "sale rtn", "returned part", "rma"),
    )
)
_SALE = frozenset(
    (
        *("sale", "sales", "sold", "sl", "sls", "inv", "invoice", "invoiced", "issue", "issued"),
        *("ship", "shipped", "bill", "billed", "counter sale", "cash sale", "ro sale", "normal"),
    )
)
_MINUS = frozenset(("-", "-1", "neg", "negative", "minus"))
_BOTH = frozenset(("dr", "cr", "db", "debit", "credit", "c", "d"))
"""Words of two sides of which either may be that of the returns: it depends on whose account."""
_SIDES = tuple(
    (frozenset(words), _BOTH.intersection(words) or frozenset(words[:1]))
    for words in (
        *(("-", "+"), ("-1", "1", "+1"), ("neg", "pos"), ("negative", "positive")),
        *(("minus", "plus"), ("cr", "dr"), ("credit", "debit"), ("cr", "db")),
    )
)
"""Words that are the two sides of one column whatever it is called, and which mark returns."""
_CREDITS = frozenset(("credit", "credits", "cr", "crd", "cm", "ret"))
"""Words for returns beside a word for sales only: RET may be retail, CR a credit card."""
_LETTERS = {"cd": "cd", "sr": "r", "sc": "c", "ic": "c", "ir": "r", "nr": "r", "pn": "n"}
"""Letters count only under a name that says so: C, W and I are pay types."""
_TYPES, _LETTERS_OF_TYPE = frozenset(("type", "saletype", "salestype")), ("cd", "sr")
_SIGNS_BY_LETTER = "pn"
_NAMES = frozenset(
    (
        *("sign", "qtysign", "sgn", "drcr", "crdr", "dr/cr", "cr/dr", "d/c", "c/d", "dc", "cd"),
        *("debit/credit", "credit/debit", "sale/return", "sales/returns", "s/r", "r/s", "ind"),
        *("plusminus", "plus/minus", "pos/neg", "dcind", "dcindicator", "drcrind", "signind"),
        *("transtype", "trantype", "transactiontype", "trntype", "txntype", "txtype", "transcode"),
        *("trancode", "trans", "tran", "txn", "doctype", "documenttype", "invtype", "invoicetype"),
        *("rectype", "recordtype", "linetype", "entrytype", "transactioncode", "indicator", "/"),
    )
)
_SIGN_NAMES = frozenset(("sign", "qtysign", "sgn", "signind", "plusminus", "plus/minus", "/"))
_FLAG_NAMES = frozenset(
    (
        *(
            "return",
            "returns",
            "returned",
            "isreturn",
            "isreturned",
            "returnflag",
            "rtn",
            "rtnflag",
        ),
        *(
            "ret",
            "retflag",
            "refund",
            "isrefund",
            "refunded",
            "returny/n",
            "iscredit",
            "creditflag",
        ),
    )
)
_YES, _NO = frozenset(("y", "yes", "true", "t", "x")), frozenset(("n", "no", "false", "f"))
_SALES_SIDE = _SALE | {"+", "dr", "cr", "debit", "credit", "pos", "positive", "plus"}
_PAID_BY = re.compile("pay|paid|tender|card|method|bill|settle|^mop$|^cc$|^terms?$")
_FREE_TEXT = re.compile("note|comment|remark|memo|message|instruction")
"""Names under which whole sentences stand: a return in one of them may be any."""
_OF_CORES = re.compile("^(?:dirty)?core(?!/)")
"""A core that was given back is none of the part that was sold for it."""
_LEAST_SIDES = 2
"""Words on pieces above zero and below it alike do not tell the one from the other."""


@dataclass(frozen=True, slots=True)
class ReturnMarks:
    """A column whose words mark some lines: how many of the first ones each word marks.

    `marks` are the words that may stand on returns, the likeliest first. It `is_sure` where the
    first of them, and nothing else, means returns.
    """

    column: int
    counts: Mapping[str, int]
    marks: tuple[str, ...]
    is_sure: bool = False

    @property
    def lines(self) -> int:
        """How many lines were looked at."""
        return sum(self.counts.values())

    @property
    def marked(self) -> int:
        """How many of them have one of the words."""
        return sum(self.counts.get(mark, 0) for mark in self.marks)


def mark_of(text: str) -> str:
    """Return a cell as a word to compare: without case, marks around it and another minus."""
    plain = " ".join(text.casefold().replace("\u2212", "-").replace("\u2013", "-").split())
    return plain if plain in {"+", "-"} else plain.strip("().*_ ") or plain


def find_marks(columns: Columns, cells: Cells) -> ReturnMarks | None:
    """Return the first column that marks lines as returns whose quantities are above zero."""
    place = columns.places.get("quantity")
    if place is None or not columns.header:
        return None
    first = 0 if columns.row is None else columns.row + 1
    rows = cells[first : first + _ROWS]
    style = style_of(rows, (place,))
    numbers = [number_in(text_at(row, place), style) for row in rows]
    counted = [(row, number) for row, number in zip(rows, numbers, strict=True) if number]
    for at in candidates(columns):
        name = plain_name(columns.name(at))
        words = [(_word(text_at(row, at), name), number > 0) for row, number in counted]
        if found := _marks_in(at, name, words):
            return found
    return None


def _word(text: str, name: str) -> str:
    """Return what a cell says as a mark; where any text is a reason, that there is one."""
    return mark_of(text) if name not in _FILLED_NAMES else ANYTHING if text.strip() else ""


def candidates(columns: Columns) -> list[int]:
    """Return the columns that may hold marks: no numbers, parts, persons."""
    taken = {place: field for field, place in columns.places.items()}
    return [
        at
        for at, name in enumerate(columns.header)
        if taken.get(at) not in _NO_MARKS and not is_personal(name)
    ]


def _marks_in(at: int, name: str, words: Sequence[tuple[str, bool]]) -> ReturnMarks | None:
    """Judge the words of one column, each with whether its line's quantity is above zero."""
    counts = Counter(word for word, _ in words)
    marks = marks_among(name, counts)
    above = {word for word, is_above in words if is_above}
    below = {word for word, is_above in words if not is_above}
    is_said_twice = bool(below.intersection(marks)) and not above & below
    if not above.intersection(marks) or is_said_twice:
        return None
    if len(above & below) >= _LEAST_SIDES and not any(map(_names_return, marks)):
        return None
    return ReturnMarks(at, counts, marks, not below and _is_sure(name, counts, marks))


def marks_among(name: str, counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the words of a column that may stand on returns; nothing where it marks nothing."""
    words = set(counts) - {""}
    is_short = all(len(word) <= _LONGEST for word in words)
    if len(counts) <= 1 or len(words) > _MOST_WORDS or not is_short:
        return ()
    if words == {ANYTHING}:
        return (ANYTHING,)
    if _OF_CORES.search(name):
        return ()
    named = _RETURN.__contains__ if _FREE_TEXT.search(name) else is_return
    if returned := set(filter(named, words)):
        return _rarest(returned, counts) if set(counts) - returned else ()
    if name in _FLAG_NAMES and words <= _YES | _NO:
        return _rarest(words & _YES, counts)
    return () if _PAID_BY.search(name) else _rarest(_of_two_sides(name, words, counts), counts)


def is_return(word: str) -> bool:
    """Tell whether words name a return, alone or with what was given back: CORE RTN."""
    tokens = set(word.split())
    return word in _RETURN or bool(tokens & _GIVEN_BACK and not tokens & _NOT)


def _names_return(mark: str) -> bool:
    """Tell whether a mark means a return by itself, or under a name that says so."""
    return mark == ANYTHING or mark in _YES or is_return(mark)


def shown_mark(mark: str) -> str:
    """Return a mark as it is shown and written: words in capitals, as systems have them."""
    return mark if mark in {BELOW_ZERO, ANYTHING} else mark.upper()


def _of_two_sides(name: str, words: set[str], counts: Mapping[str, int]) -> frozenset[str]:
    """Return those words of a closed pair that may stand on returns."""
    others = words - _CREDITS
    if others and words - others and others <= _SALE:
        return frozenset(words - others)
    found = next((marks & words for pair, marks in _SIDES if words <= pair), frozenset[str]())
    if found <= _MINUS and name not in _SIGN_NAMES and not _are_few(found, counts):
        return frozenset()  # a dash for nothing
    return found or _letters_of(name, words, counts)


def _letters_of(name: str, words: set[str], counts: Mapping[str, int]) -> frozenset[str]:
    """Return those letters of a pair that may stand on returns: on fewer than half the lines.

    Where most invoices have a C it is a customer's or the counter's.
    """
    pairs = ((frozenset(pair), frozenset(_LETTERS[pair])) for pair in _pairs(name))
    marks = next((marks & words for pair, marks in pairs if words <= pair), frozenset[str]())
    return marks if _are_few(marks, counts) else frozenset()


def _are_few(marks: Iterable[str], counts: Mapping[str, int]) -> bool:
    """Tell whether the rarest of some marks is on fewer than half the lines."""
    return min((counts[mark] for mark in marks), default=0) * 2 < sum(counts.values())


def _pairs(name: str) -> Iterable[str]:
    """Return the letters that mark something under a name."""
    if name in _NAMES:
        is_sign = name in _SIGN_NAMES or name.startswith("pos") or name.endswith("ind")
        return [pair for pair in _LETTERS if is_sign or pair != _SIGNS_BY_LETTER]
    return _LETTERS_OF_TYPE if name in _TYPES else ()


def _rarest(words: Iterable[str], counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return words with the rarest first: most lines are sales."""
    return tuple(sorted(words, key=lambda word: (counts[word], word)))


def _is_sure(name: str, counts: Mapping[str, int], marks: tuple[str, ...]) -> bool:
    """Tell whether all marks mean returns and the other words sales, and most lines are sales."""
    others = set(counts) - set(marks)
    rare = sum(counts[mark] for mark in marks) * 2 < sum(counts.values())
    if not rare:
        return False
    if set(marks) <= _RETURN:
        return bool(others & _SALE) and others <= _SALE | {""}
    return set(marks) <= _MINUS and name in _SIGN_NAMES and len(marks) == 1


def to_watch(columns: Columns, cells: Cells) -> int | None:
    """Return a column that may mark returns further below, though none of the first lines is one.

    All of them have one word there, that of sales; or nothing, under a name that says so.
    """
    first = 0 if columns.row is None else columns.row + 1
    rows = cells[first : first + _ROWS]
    for at in candidates(columns):
        name = plain_name(columns.name(at))
        words = {mark_of(text_at(row, at)) for row in rows}
        known = _SALES_SIDE | ({""} if name in _NAMES | _SIGN_NAMES | _FLAG_NAMES else set())
        known |= {letter for pair in _pairs(name) for letter in pair}
        if len(words) == 1 and words <= known and not _PAID_BY.search(name):
            return at
    return None


def said_of(found: ReturnMarks) -> str:
    """Say what the likeliest mark of a column is, and on how many lines."""
    mark = found.marks[0]
    verb = {BELOW_ZERO: "is below zero", ANYTHING: "is filled"}.get(mark, f"has {shown_mark(mark)}")
    pieces = "while their pieces are above it" if mark == BELOW_ZERO else _NO_SIGN
    return f"{verb} on {found.counts[mark]:,} of {found.lines:,} lines, {pieces}"


_NO_SIGN = "whose quantities have no sign"


def told_of_marks(columns: Columns, found: ReturnMarks) -> str:
    """Say that marked lines count as returns."""
    listed = " and ".join(map(shown_mark, found.marks))
    return (
        f"“{columns.name(found.column)}” has {listed} on {found.marked} of the first {found.lines} "
        "lines, whose quantities have no sign: such lines count as returns"
    )
