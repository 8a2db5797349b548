"""What a person said about the columns of a layout, kept for the next file of that layout.

Knows one folder of mapping files, named by the layout's signature; what is damaged counts as
not there.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.storage import write_file

if TYPE_CHECKING:
    from matrix_designer.formats.mapping import SalesMapping

_NAME = re.compile(r"[0-9a-zA-Z_-]{1,64}")


class LayoutMemory:
    """Remembers mappings by the signature of a layout."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, which is made when it is needed."""
        self._folder = folder

    def recall(self, signature: str) -> SalesMapping | None:
        """Return what was said about a layout; None where nothing was."""
        from matrix_designer.formats.mapping import read_mapping

        place = self._place(signature)
        try:
            return read_mapping(place) if place is not None and place.is_file() else None
        except (MatrixDesignerError, OSError):
            return None

    def remember(self, signature: str, mapping: SalesMapping) -> None:
        """Keep what was said; an empty mapping is forgotten."""
        from matrix_designer.formats.mapping import SalesMapping
        from matrix_designer.formats.mapping_text import mapping_text

        place = self._place(signature)
        if place is None:
            return
        if mapping == SalesMapping():
            self.forget(signature)
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_file(place, mapping_text(mapping).encode())
        except (MatrixDesignerError, OSError):
            return  # the import stands; the next file is asked about again

    def forget(self, signature: str) -> None:
        """Keep nothing about a layout any more."""
        place = self._place(signature)
        if place is not None:
            try:
                place.unlink(missing_ok=True)
            except OSError:
                return

    def _place(self, signature: str) -> Path | None:
        if _NAME.fullmatch(signature) is None:
            return None
        return self._folder / f"{signature}.toml"
