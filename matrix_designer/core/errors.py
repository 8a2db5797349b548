"""The one exception that a user can cause.

Knows nothing else. Whatever is not a MatrixDesignerError is a bug.
"""

from __future__ import annotations


class MatrixDesignerError(Exception):
    """Something the user can mend: what is wrong, where, and what to do about it."""

    def __init__(self, title: str, detail: str = "", hint: str = "") -> None:
        """Hold the three parts; each is a sentence or empty."""
        super().__init__(title, detail, hint)
        self.title = title
        self.detail = detail
        self.hint = hint

    @property
    def sentence(self) -> str:
        """All three parts as running text on one line."""
        parts = (part.strip().rstrip(".") for part in (self.title, self.detail, self.hint))
        return ". ".join(part for part in parts if part) + "."

    def __str__(self) -> str:
        """Return the same text as the sentence."""
        return self.sentence
