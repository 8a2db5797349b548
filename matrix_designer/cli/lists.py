"""The commands `profiles`, `templates` and `new`: what there is to choose from."""

from __future__ import annotations

import argparse

from matrix_designer import catalog
from matrix_designer.cli.answer import Answer, counted, table
from matrix_designer.cli.opening import free_design_place
from matrix_designer.cli.targets import template_of


def run_profiles(_arguments: argparse.Namespace) -> Answer:
    """List the profiles that a matrix can be written in."""
    profiles = catalog.build().profiles
    data = {
        "profiles": [
            {
                "id": profile.id,
                "title": profile.title,
                "kind": profile.kind,
                "grade": profile.grade,
            }
            for profile in profiles
        ]
    }
    rows = ((profile.id, profile.title, profile.kind, profile.grade) for profile in profiles)
    return Answer(data, table(rows, ("Profile", "Title", "Kind", "Known from"), left=range(4)))


def run_templates(_arguments: argparse.Namespace) -> Answer:
    """List the templates, each with its source and what in it is ours."""
    templates = catalog.build().templates
    data = {
        "templates": [
            {
                "id": template.id,
                "title": template.title,
                "source": template.source,
                "ours": template.ours,
                "tiers": len(template.design.matrix.tiers),
            }
            for template in templates
        ]
    }
    lines = []
    for template in templates:
        lines.append(f"{template.id:<15} {template.title}")
        lines += [
            f"{'':<15} {head}: {text}"
            for head, text in (("Source", template.source), ("Ours", template.ours))
            if text
        ]
    return Answer(data, lines)


def run_new(arguments: argparse.Namespace) -> Answer:
    """Save a template as a new design."""
    template = template_of(arguments.template)
    path = free_design_place(arguments)
    from matrix_designer.formats.project import save_design

    save_design(path, template.design)
    count = len(template.design.matrix.tiers)
    line = f"Wrote {path} from the template {template.id}: {counted(count, 'tier')}."
    return Answer({"tiers": count, "file": str(path)}, (line,))
