"""Profiles and templates by the id that was typed."""

from __future__ import annotations

from matrix_designer import catalog
from matrix_designer.cli.answer import RefusedArgumentError
from matrix_designer.formats.profiles import Profile
from matrix_designer.formats.templates import Template


def profile_of(word: str) -> Profile:
    """Return the profile of that id; raises a sentence with the ids there are."""
    profiles = {profile.id: profile for profile in catalog.build().profiles}
    if word not in profiles:
        raise RefusedArgumentError(
            f"There is no profile “{word}”", "", f"The profiles are {', '.join(profiles)}"
        )
    return profiles[word]


def template_of(word: str) -> Template:
    """Return the template of that id; raises a sentence with the ids there are."""
    templates = {template.id: template for template in catalog.build().templates}
    if word not in templates:
        raise RefusedArgumentError(
            f"There is no template “{word}”", "", f"The templates are {', '.join(templates)}"
        )
    return templates[word]
