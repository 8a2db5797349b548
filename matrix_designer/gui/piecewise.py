"""Imports a package one statement of its own at a time, so that a window can breathe in between.

A package whose first module imports all its others is one piece to `import_module`, of a tenth of
a second for the plots' library. Knows modules and how they are found; it does not know which.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import InspectLoader, Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def import_pieces(name: str) -> Iterator[None]:
    """Import a top-level package in steps.

    Whoever needs it before the last step imports it as ever, and gets the rest at once.
    """
    spec = None if name in sys.modules else find_spec(name)
    source = spec.loader.get_source(name) if spec and isinstance(spec.loader, InspectLoader) else ""
    if spec is None or not source:  # it is there, or its text is not shipped
        import_module(name)
        return
    rest = _Rest(spec, source)
    sys.meta_path.insert(0, rest)
    while rest.step():
        yield


class _Rest(MetaPathFinder, Loader):
    """What is left of a package; as a loader it carries all of it out.

    Between two steps nobody finds the half of the package, but everybody finds this, even where
    no step follows.
    """

    def __init__(self, spec: ModuleSpec, source: str) -> None:
        self._spec = spec
        self._module = module_from_spec(spec)
        tree = ast.parse(source)
        self._left = iter(tree.body)
        self._future = [
            node
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        ]
        self._is_over = False

    def step(self) -> bool:
        """Carry one statement out; says whether there may be another."""
        if self._is_over:
            return False
        name = self._spec.name
        sys.modules[name] = self._module
        try:
            self._is_over = not self._carry_out()
        except BaseException:
            del sys.modules[name]  # whoever imports it meets the same fault from the start
            self._end()
            raise
        if self._is_over:
            self._end()
        else:
            del sys.modules[name]
        return not self._is_over

    def _end(self) -> None:
        self._is_over = True
        sys.meta_path.remove(self)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Offer the rest to whoever imports the package."""
        del path, target
        if self._is_over or fullname != self._spec.name:
            return None
        rest = ModuleSpec(fullname, self, origin=self._spec.origin, is_package=True)
        rest.submodule_search_locations = self._spec.submodule_search_locations
        return rest

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module as far as it is."""
        del spec
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Carry everything out that is left."""
        self._end()
        while self._carry_out():
            pass
        module.__spec__ = self._spec

    def _carry_out(self) -> bool:
        node = next(self._left, None)
        if node is None:
            return False
        lines = ast.Module([*self._future, node], [])
        code = compile(lines, self._spec.origin or "", "exec", dont_inherit=True)
        exec(code, vars(self._module))  # noqa: S102 - what import does with the whole text
        return True
