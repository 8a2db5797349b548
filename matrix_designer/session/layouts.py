"""What a person said about the columns of a layout, kept for the next file of that layout.

Knows one folder of mapping files, named by the layout's signature; what is damaged counts as
not there. Files that name no column are told apart by how their cells look, too: several layouts
may be cut alike, and a mapping of one would misread the other.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file

if TYPE_CHECKING:
    from matrix_designer.formats.content_profile import Content
    from matrix_designer.formats.mapping import SalesMapping

_NAME = re.compile(r"[0-9a-zA-Z_-]{1,64}")
_CONTENT = "# content: "
_MOST = 50
"""So many layouts that are cut alike are kept."""


class LayoutMemory:
    """Remembers mappings by the signature of a layout, and by its content where nothing is named.

    Of a file that names its columns the content is empty.
    """

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, which is made when it is needed."""
        self._folder = folder

    def recall(self, signature: str, content: Content = ()) -> SalesMapping | None:
        """Return what was said about a layout; None where nothing was."""
        from matrix_designer.formats.mapping import read_mapping

        place = self._place(signature, content)
        try:
            return read_mapping(place) if place is not None and place.is_file() else None
        except (MatrixDesignerError, OSError):
            return None

    def remember(self, signature: str, mapping: SalesMapping, content: Content = ()) -> None:
        """Keep what was said; an empty mapping is forgotten."""
        from matrix_designer.formats.mapping import SalesMapping
        from matrix_designer.formats.mapping_text import mapping_text

        if mapping == SalesMapping():
            self.forget(signature, content)
            return
        place = self._place(signature, content) or self._free_place(signature)
        if place is None:
            return
        text = f"{mapping_text(mapping)}{_written(content)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_file(place, text.encode())
        except (MatrixDesignerError, OSError):
            return  # the import stands; the next file is asked about again

    def forget(self, signature: str, content: Content = ()) -> None:
        """Keep nothing about a layout any more."""
        place = self._place(signature, content)
        if place is not None:
            try:
                place.unlink(missing_ok=True)
            except OSError:
                return

    def _place(self, signature: str, content: Content) -> Path | None:
        """Return the file of a layout; of one without names that which looks like it, or None."""
        if _NAME.fullmatch(signature) is None:
            return None
        if not content:
            return self._folder / f"{signature}.toml"
        from matrix_designer.formats.content_profile import is_alike

        for place in self._numbered(signature):
            if is_alike(_content_in(place), content):
                return place
        return None

    def _free_place(self, signature: str) -> Path | None:
        """Return a file for one more layout that is cut like others."""
        if _NAME.fullmatch(signature) is None:
            return None
        return next((one for one in self._numbered(signature) if not one.exists()), None)

    def _numbered(self, signature: str) -> list[Path]:
        return [self._folder / f"{signature}-{number}.toml" for number in range(1, _MOST + 1)]


def _written(content: Content) -> str:
    """Return a line that keeps how the cells of a layout look; a mapping does not read it."""
    if not content:
        return ""
    return f"{_CONTENT}{' '.join(','.join(map(str, place)) for place in content)}\n"


def _content_in(place: Path) -> Content:
    """Return how the cells looked when a mapping was remembered; nothing where that is damaged."""
    try:
        last = place.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]
        if not last.startswith(_CONTENT):
            return ()
        words = last.removeprefix(_CONTENT).split()
        return tuple(tuple(int(number) for number in word.split(",")) for word in words)
    except (OSError, UnicodeError, ValueError):
        return ()
