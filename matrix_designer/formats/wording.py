"""What the texts of a sales line say: totals, cores, pay types, damaged part numbers, days.

Pure functions of one text, or of all texts of a column. Knows the field's words, no files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

CORE_CODES = frozenset({"core", "cores", "core charge", "core deposit", "core return"})
"""Classes and codes that stand for core charges, compared without case."""

_TOTAL = (
    r"(?:tot(?:als?|aal|alen|ale|ali|ales|ais|aux|alt)|(?:gesamt|zwischen|end|teil)?summen?|summa"
    r"|suma|(?:ins)?gesamt(?:betrag)?)"
)
"""A total's word in the languages that such files are written in."""
_TOTAL_WORD = re.compile(rf"\b(?:sub|grand|sous|eind)?[\s-]?{_TOTAL}\b", re.IGNORECASE)
_TOTAL_PART = re.compile(
    r"\W*(?:(?:grand|sub|sous|eind|report|page|final|overall|source|group|day|month|year|section"
    rf"|department|dept|store|invoice|ro)[\s-]*)*{_TOTAL}"
    r"(?:\s+(?:for|of|parts|sales|source|src|group|dept|department|store|branch|class|category"
    r"|line|vendor|supplier|page|month|week|day|year|customer|qty|pieces|units"
    r"|g[e\u00e9]n[e\u00e9]rale?|pour|f\u00fcr|von|der|per|voor|van)\b.*|\s*[:=].*)?\W*"
    r"|\S.*\s(?:sub|grand)?[\s-]?totals?\W*",
    re.IGNORECASE,
)
_MAY_BE_TOTAL = re.compile("tota|summ|suma|gesamt", re.IGNORECASE)
_CORE_PHRASE = re.compile(
    r"\bcores?[\s\-_/]+(?:charge|deposit|return|exchange|credit)s?\b", re.IGNORECASE
)
_WARRANTY = re.compile(
    r"(?:w|wa|war|warr|wty|wnty|factory warr\w*)\b.*|\s*warranty.*", re.IGNORECASE
)
_INTERNAL = re.compile(r"(?:i|int|intl|intern|internal)\b.*", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAMAGED_PART = re.compile(
    rf"[0-9](?:\.[0-9]+)?E\+[0-9]+|#+|#(?:REF|N/A|NAME|VALUE|DIV/0)[!?]?"
    rf"|[0-9]{{1,2}}-(?:{_MONTHS})|(?:{_MONTHS})-[0-9]{{2}}|.*\ufffd.*",
    re.IGNORECASE,
)
_NO_LIST = frozenset({"-", "--", "na", "n/a", "n.a.", "none", "null", "nil", "$-", "$ -", "?"})


MAY_BE_TOTAL_SQL = "[Tt][Oo][Tt][Aa]|[Ss][Uu][Mm][MmAa]|[Gg][Ee][Ss][Aa][Mm][Tt]"
"""A pattern of the engine that holds for every text that `may_be_total` does."""


def may_be_total(text: str) -> bool:
    """Tell quickly whether a text may have a total's word; it may hold for others as well."""
    return _MAY_BE_TOTAL.search(text) is not None


def is_total(text: str) -> bool:
    """Tell whether a row without a part has a total's word."""
    return _TOTAL_WORD.search(text) is not None


def is_total_part(part: str) -> bool:
    """Tell whether what stands in the place of a part number is only a total's word."""
    return _TOTAL_PART.fullmatch(part.strip()) is not None


def is_core_phrase(text: str) -> bool:
    """Tell whether a description names a core charge; the word core alone never does."""
    return _CORE_PHRASE.search(text) is not None


def is_core_code(text: str, codes: frozenset[str] = CORE_CODES) -> bool:
    """Tell whether a class or a code is one of those listed for cores."""
    return " ".join(text.casefold().split()) in codes


def is_warranty(pay_type: str) -> bool:
    """Tell whether a pay type is warranty: W, WARR, Warranty, W - Factory."""
    return _WARRANTY.fullmatch(pay_type.strip()) is not None


def is_internal(pay_type: str) -> bool:
    """Tell whether a pay type is internal: I, INT, Internal."""
    return _INTERNAL.fullmatch(pay_type.strip()) is not None


def is_damaged_part(part: str) -> bool:
    """Tell whether a part number looks as if a spreadsheet had changed it (1.2E+11, 5-Mar)."""
    return _DAMAGED_PART.fullmatch(part.strip()) is not None


def means_no_list(text: str) -> bool:
    """Tell whether the text in a list column says that there is no list."""
    return text.strip().casefold() in _NO_LIST


_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(
    rf"([0-9]{{1,2}})[- /.]?({_MONTHS})[a-z]*[- /.,]*([0-9]{{4}}|[0-9]{{2}})", re.IGNORECASE
)
_NAMED_FIRST = re.compile(
    rf"({_MONTHS})[a-z]*[- /.]*([0-9]{{1,2}}),?[- /.]+([0-9]{{4}})", re.IGNORECASE
)
_MONTH_NUMBERS = {name: place for place, name in enumerate(_MONTHS.split("|"), 1)}
_PIVOT = 70


def read_days(texts: Iterable[str]) -> Mapping[str, dt.date | None]:
    """Read all distinct date texts of a column together; None for one that is no date.

    Numbers are month first, as in the United States, unless some text can only be day first and
    none can only be month first; with points between them they are day first.
    """
    texts = tuple(texts)
    pairs = [match.groups() for text in texts if (match := _NUMBERS.fullmatch(text.strip()))]
    day_first = any(int(first) > 12 for first, mark, _, _ in pairs if mark != ".")  # noqa: PLR2004 - months
    month_first = any(int(second) > 12 for _, mark, second, _ in pairs if mark != ".")  # noqa: PLR2004 - months
    return {text: _read_day(text.strip(), day_first and not month_first) for text in texts}


def _read_day(text: str, is_day_first: bool) -> dt.date | None:  # noqa: FBT001 - a fact of the column
    if match := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        if is_day_first or match[2] == ".":
            first, second = second, first
        return _date(_year(match[4]), first, second)
    if match := _NAMED.fullmatch(text):
        return _date(_year(match[3]), _MONTH_NUMBERS[match[2].casefold()], int(match[1]))
    if match := _NAMED_FIRST.fullmatch(text):
        return _date(_year(match[3]), _MONTH_NUMBERS[match[1].casefold()], int(match[2]))
    return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - two digits
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
