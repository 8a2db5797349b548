"""Names and notes that people type: what is refused, and what is tidied.

Knows texts alone; a caller says whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import clip

LONGEST_NAME = 80
"""A name that is typed has at most so many characters."""
LONGEST_NOTE = 4_000
"""Every other text has at most so many: a design file holds no longer ones."""
_UNSEEN = ("Cc", "Cs")
"""Control characters and halves of letters: files and printers choke on them."""
_LINES = "\n\t"


def tidy_name(text: str, what: str) -> str:
    """Return a name without outer and double blanks; `what` says whose it is: “family”.

    An empty, an overlong and an unprintable one are refused.
    """
    name = tidy_label(text)
    if not name:
        raise MatrixDesignerError(f"A {what} needs a name", "", "Type one")
    return name


def tidy_label(text: str) -> str:
    """Return a name without outer and double blanks, which may be empty."""
    name = " ".join(text.split())
    if _is_unseen(name):
        raise MatrixDesignerError(
            "The name holds control characters that nobody sees", "", "Type it anew"
        )
    if len(name) > LONGEST_NAME:
        raise MatrixDesignerError(
            f"The name has {len(name)} characters", "", f"Use at most {LONGEST_NAME}"
        )
    return name


def tidy_note(text: str) -> str:
    """Return a note of one or several lines without outer blanks."""
    note = text.replace("\r\n", "\n").strip()
    check_texts((note,), "note")
    return note


def check_texts(texts: Iterable[str], what: str) -> None:
    """Refuse texts that a design file cannot hold."""
    for text in texts:
        if len(text) > LONGEST_NOTE:
            raise MatrixDesignerError(
                f"The {what} “{clip(text)}” has {len(text):,} characters",
                "",
                f"Use at most {LONGEST_NOTE:,}",
            )
        if not text.isprintable() and _is_unseen(text):
            raise MatrixDesignerError(
                f"The {what} holds control characters that nobody sees", "", "Type it anew"
            )


def _is_unseen(text: str) -> bool:
    return any(category(letter) in _UNSEEN and letter not in _LINES for letter in text)
