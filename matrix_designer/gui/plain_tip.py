"""Tooltips that show what a person typed as it was typed.

Qt takes a tooltip that looks like HTML for HTML: a matrix named `<b>x</b>` would lose its name, and
one with a picture's address would fetch it. Knows texts only.
"""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text letter for letter."""
    if not Qt.mightBeRichText(text):
        return text
    lines = escape(text).replace("\n", "<br>")
    return f"<span style='white-space: pre-wrap'>{lines}</span>"
