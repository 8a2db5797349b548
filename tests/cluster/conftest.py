"""Leaves these tests to the environment that has Spark: `python packaging/dev.py cluster`."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("ibis") else ["test_*.py"]
