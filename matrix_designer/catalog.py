"""What this installation can do: its profiles and its templates, as one frozen value.

Both composition roots, the command line and the window, call `build`.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.formats.profiles import Profile, load_profiles
from matrix_designer.formats.templates import Template, load_templates


@dataclass(frozen=True, slots=True)
class Catalog:
    """Profiles to write a matrix in, and templates to start from."""

    profiles: tuple[Profile, ...]
    templates: tuple[Template, ...]


def build() -> Catalog:
    """Load everything that is shipped."""
    return Catalog(profiles=load_profiles(), templates=load_templates())
