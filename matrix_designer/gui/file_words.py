"""The words of file commands: several notes in one line, and names that file systems take.

Knows texts only.
"""

from __future__ import annotations

_NOTES_SHOWN = 2


def joined(notes: tuple[str, ...]) -> str:
    """Say a few notes, and how many more there are."""
    shown = [note.rstrip(".") for note in notes[:_NOTES_SHOWN]]
    if len(notes) > _NOTES_SHOWN:
        shown.append(f"and {len(notes) - _NOTES_SHOWN} more notes")
    return ". ".join(shown) + "."


def file_name(name: str) -> str:
    """Return a name without the characters that file systems refuse."""
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '\\/:*?"<>|')
    return kept.strip(" .")[:80] or "design"
