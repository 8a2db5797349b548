"""Free text that goes into other people's files: never a formula, never a broken line.

Knows what a spreadsheet takes for a formula; not which columns hold free text. Numbers, signs and
factors come from our own grammar and never pass through here.
"""

from __future__ import annotations

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import clip

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could run a text, or a text could break its cell or line."""
    return text.lstrip(" ").startswith(_STARTS) or any(
        ord(letter) < ord(" ") or letter == "\x7f" for letter in text
    )


def escape_text(text: str) -> str:
    """Make a text harmless for people's spreadsheets: a quote in front, no control letters."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"'{plain}" if is_formula(text) or text.startswith("'") else plain


def unescape_text(text: str) -> str:
    """Take the quote off that `escape_text` put in front."""
    rest = text[1:]
    return rest if text.startswith("'") and (is_formula(rest) or rest.startswith("'")) else text


def refuse_formula(text: str, what: str) -> str:
    """Return a text that a DMS file may hold; raises MatrixDesignerError for one it may not."""
    if is_formula(text):
        raise MatrixDesignerError(
            f"The {what} “{clip(escape_text(text))}” may not go into this file",
            "It starts like a formula or holds control characters, and a DMS file has no way to "
            "mark it as text",
            f"Change the {what}",
        )
    return text


def name_text(name: str) -> str:
    """Return a file's name as text that can be written; bytes that are none become `?`."""
    return name.encode("utf-8", "replace").decode()
