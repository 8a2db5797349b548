"""The project file: equal after save and load, old versions, newer ones, hostile ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
import tracemalloc
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Factor, FactorKind, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.formats.encoding import decode_project, encode_project
from matrix_designer.formats.locks import lock_document
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.schema import EvidenceRecord, schema_text
from matrix_designer.formats.storage import previous_version
from matrix_designer.resources import resource
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def small(name: str = "small") -> Design:
    return Design(name, (Matrix("m", (Tier(1, None, read_factor("42% GP").factor),)),))


def random_design(rng: Random) -> Design:
    names = rng.sample(["one", "two", "drei ×", "=4", "5 “x”", "six\n"], rng.randint(1, 3))
    return Design(
        name=rng.choice(names),
        matrices=tuple(matrix_of(any_matrix(rng), name) for name in names),
        goal=rng.choice((None, 0, 420_000, 999_999)),
        above_list_limit=rng.choice((0, 100_000, 123_456)),
        in_force=rng.choice(
            (None, InForce(matrix_of(any_matrix(rng), "old"), dt.date(2024, 2, 29), "as keyed"))
        ),
        silences=(Silence("gap", names[0], rng.choice((None, 3)), "known"),) * rng.randint(0, 2),
    )


def test_every_design_is_equal_after_save_and_load(tmp_path: Path) -> None:
    rng = Random(5)  # noqa: S311 - repeatable test data
    path = tmp_path / "a.pmatrix"
    for _ in range(150):
        design = random_design(rng)
        made = save_design(path, design)
        project = load_project(path)
        assert project.design == design
        assert project.fingerprint == made


def test_a_factor_keeps_the_text_that_was_typed(tmp_path: Path) -> None:
    texts = ("x1.75", "1.75x", "*1.75", "+75", "75% markup", "90% of list", "42 gp", "+$5.00")
    tiers = tuple(
        Tier(place * 100, place * 100, read_factor(text).factor) for place, text in enumerate(texts)
    )
    path = tmp_path / "a.pmatrix"
    save_design(path, Design("d", (Matrix("m", tiers),)))
    assert tuple(tier.factor.text for tier in load_project(path).design.matrix.tiers) == texts


def test_design_json_is_readable_and_holds_money_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    save_design(path, small())
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["design.json"]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        content = json.loads(archive.read("design.json"))
    tier = content["design"]["matrices"][0]["tiers"][0]
    assert content["version"] == 1
    assert tier == {"from": "0.0001", "factor": {"kind": "gp", "value": "42", "text": "42% GP"}}


def test_the_published_schema_is_current() -> None:
    published = resource("schema", "design.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), (
        "run python -m matrix_designer.formats.schema resources/schema/design.schema.json"
    )


def edited(change: dict[str, Any]) -> bytes:
    content = json.loads(encode_project(small()))
    return json.dumps(content | change).encode()


def test_a_newer_version_is_refused_with_what_to_do() -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        decode_project(edited({"version": 3, "unheard": "of"}))
    assert "newer version of Matrix Designer" in caught.value.sentence
    assert "Install the newer version" in caught.value.sentence


def test_older_versions_are_brought_up_step_by_step() -> None:
    def first(content: dict[str, Any]) -> dict[str, Any]:
        return {"version": 2, "sheet": content["matrix"], "format": content["format"]}

    def second(content: dict[str, Any]) -> dict[str, Any]:
        design = json.loads(encode_project(small(content["sheet"])))["design"]
        return {"format": content["format"], "design": design}

    old = json.dumps({"format": "matrix-designer", "version": -1, "matrix": "old"})
    old = old.replace("-1", "1")
    with pytest.raises(MatrixDesignerError, match="never published"):
        decode_project(old.encode(), {1: first}, current=3)
    with pytest.raises(MatrixDesignerError):  # the last step yields 3, the schema knows 2
        decode_project(old.encode(), {1: first, 2: second}, current=3)


def test_a_migrated_design_is_read() -> None:
    def first(content: dict[str, Any]) -> dict[str, Any]:
        return {**json.loads(encode_project(small(content["title"]))), "evidence": []}

    from matrix_designer.formats.migrations import migrate

    old = {"format": "matrix-designer", "version": 0, "title": "old"}
    content = migrate(old, 0, 1, {0: first})
    design, _ = decode_project(json.dumps(content).encode())
    assert design == small("old")


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1"},
        {"version": 1.5},
        {"version": None},
        {"format": "word"},
        {"design": None},
        {"design": {"name": "x", "matrices": []}},
        {"design": {"name": "x"}},
        {"surprise": 1},
        {"evidence": [{"kind": "sales", "name": "x", "member": "../../etc/passwd", "sha256": "0"}]},
    ],
)
def test_what_is_no_design_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(MatrixDesignerError):
        decode_project(edited(change))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tiers", 0, "from"), "-1"),
        (("tiers", 0, "from"), "1e5"),
        (("tiers", 0, "from"), "1.00001"),
        (("tiers", 0, "from"), 1),
        (("tiers", 0, "to"), "99999999999"),
        (("tiers", 0, "basis"), "list"),
        (("tiers", 0, "factor", "value"), "100"),
        (("tiers", 0, "factor", "value"), "43"),
        (("tiers", 0, "factor", "kind"), "markup"),
        (("tiers", 0, "factor", "text"), "75%"),
        (("rails",), {"ceiling": "1000.5"}),
        (("rails",), {"floor": {"kind": "gp", "percent": "100"}}),
        (("fallback",), {"kind": "factor"}),
        (("mode",), "progressive"),
        (("cap",), {"above": "250.00"}),
    ],
)
def test_a_wrong_value_in_a_matrix_is_refused(path: tuple[str | int, ...], value: object) -> None:
    content = json.loads(encode_project(small()))
    place = content["design"]["matrices"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(MatrixDesignerError):
        decode_project(json.dumps(content).encode())


def archive_of(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def hostile(tmp_path: Path) -> dict[str, Path]:
    paths = {name: tmp_path / f"{name}.pmatrix" for name in ("bomb", "deep", "many", "huge", "two")}
    archive_of(paths["bomb"], {"design.json": b" " * 200_000_000}, zipfile.ZIP_DEFLATED)
    archive_of(paths["deep"], {"design.json": b"[" * 4_000_000})
    tier = b'{"from":"1","factor":{"kind":"gp","value":"42","text":"42% GP"}},'
    tiers = (tier * 110_000)[:-1]
    head = b'{"format":"matrix-designer","version":1,"design":{"name":"x","matrices":[{"name":"m",'
    archive_of(paths["many"], {"design.json": head + b'"tiers":[' + tiers + b"]}]}}"})
    archive_of(paths["two"], {f"part {number}": b"" for number in range(500)})
    whole = tmp_path / "whole.pmatrix"
    save_design(whole, small())
    data = bytearray(whole.read_bytes())
    data[-22 + 8 : -22 + 12] = struct.pack("<2H", 65_535, 65_535)
    paths["huge"].write_bytes(bytes(data))
    return paths


def test_hostile_projects_are_refused_in_little_memory(tmp_path: Path) -> None:
    for name, path in hostile(tmp_path).items():
        tracemalloc.start()
        with pytest.raises(MatrixDesignerError, match=path.name):
            load_project(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 150_000_000, name


@pytest.mark.parametrize("data", [b"", b"PK", b"\0" * 1000])
def test_what_is_left_of_a_project_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(data)
    with pytest.raises(MatrixDesignerError, match="damaged"):
        load_project(path)


def test_another_kind_of_file_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"From,To,Factor\n1,2,x3\n")
    with pytest.raises(MatrixDesignerError, match=r"a\.pmatrix” is no design file"):
        load_project(path)


def test_a_missing_project_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(MatrixDesignerError, match="no such file"):
        load_project(tmp_path / "none.pmatrix")
    with pytest.raises(MatrixDesignerError, match="it is a folder"):
        load_project(tmp_path)


def test_a_file_that_cannot_be_read_is_never_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"someone's thesis")
    with pytest.raises(MatrixDesignerError, match="not saved over"):
        save_design(path, small())
    assert path.read_bytes() == b"someone's thesis"
    path.write_bytes(b"")
    save_design(path, small())


def test_a_design_held_elsewhere_is_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    save_design(path, small("one"))
    with lock_document(path) as lock:
        with pytest.raises(MatrixDesignerError, match="open elsewhere"):
            save_design(path, small("two"))
        assert load_project(path).design.name == "one"
        save_design(path, small("three"), lock=lock)
    assert load_project(path).design.name == "three"
    assert load_project(previous_version(path)).design.name == "one"


def test_a_design_that_does_not_read_back_is_not_saved(tmp_path: Path) -> None:
    wrong = Factor(FactorKind.GP, 420_000, "43% GP")
    design = Design("d", (Matrix("m", (Tier(1, None, wrong),)),))
    path = tmp_path / "a.pmatrix"
    save_design(path, small())
    with pytest.raises(MatrixDesignerError):
        save_design(path, design)
    assert load_project(path).design == small()


@pytest.fixture
def sales(tmp_path: Path) -> Sales:
    from matrix_designer.formats.sales import ImportOptions, import_sales

    lines = "".join(
        f"{place:05d},part,{place}.05,{place * 2},2,{place}.95\n" for place in range(99)
    )
    path = tmp_path / "sales.csv"
    path.write_text(f"Part Number,Description,Cost,List,Qty,Sold Price\n{lines}", encoding="utf-8")
    return import_sales(path, options=ImportOptions(folder=tmp_path / "lines")).sales


def test_sales_travel_with_the_design(tmp_path: Path, sales: Sales) -> None:
    path = tmp_path / "a.pmatrix"
    save_design(path, small(), sales)
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    read = load_project(path).sales
    assert read is not None
    assert (read.name, read.digest, read.used, read.parts) == (
        sales.name,
        sales.digest,
        sales.used,
        sales.parts,
    )
    assert read.set_aside == sales.set_aside
    assert np.array_equal(read.rows.sold, sales.rows.sold)
    with zipfile.ZipFile(path) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    save_design(path, small("again"), read)
    assert load_project(path).sales is not None


def test_reasons_that_are_switched_in_travel_with_the_sales(tmp_path: Path, sales: Sales) -> None:
    path = tmp_path / "a.pmatrix"
    assert sales.lines_file is not None
    lines = Path(sales.lines_file)
    reasons = frozenset({"internal", "warranty"})
    from matrix_designer.formats.sales import load_sales_parquet

    switched = load_sales_parquet(lines, sales.name, sales.digest, reasons)
    save_design(path, small(), switched)
    read = load_project(path).sales
    assert read is not None
    assert (read.switched_in, read.used) == (reasons, switched.used)
    save_design(path, small(), sales)
    assert b"switched_in" not in path.read_bytes()


def test_lines_that_changed_since_the_import_are_not_saved(tmp_path: Path, sales: Sales) -> None:
    path = tmp_path / "a.pmatrix"
    save_design(path, small(), sales)
    Path(str(sales.lines_file)).write_bytes(b"PAR1 something else PAR1")
    with pytest.raises(MatrixDesignerError, match="no longer what was imported"):
        save_design(path, small("two"), sales)
    Path(str(sales.lines_file)).unlink()
    with pytest.raises(MatrixDesignerError, match="no longer what was imported"):
        save_design(path, small("two"), sales)
    assert load_project(path).design.name == "small"


def test_damaged_evidence_is_refused(
    tmp_path: Path, sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pmatrix"
    save_design(path, small(), sales)
    whole = path.read_bytes()
    start = whole.index(b"PAR1")
    rng = Random(3)  # noqa: S311 - repeatable test data
    for number in range(60):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache {number}"))
        place = rng.randrange(start, start + 3_000)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(MatrixDesignerError, match=r"a\.pmatrix"):
            load_project(path)


def test_evidence_that_is_no_sales_file_is_refused(tmp_path: Path) -> None:
    data = b"PAR1 not really PAR1"
    digest = hashlib.sha256(data).hexdigest()
    member = f"evidence/{digest}.parquet"
    record = EvidenceRecord("sales", "x", member, digest)
    path = tmp_path / "a.pmatrix"
    archive_of(path, {"design.json": encode_project(small(), (record,)), member: data})
    with pytest.raises(MatrixDesignerError, match=r"a\.pmatrix” is damaged"):
        load_project(path)
    archive_of(path, {"design.json": encode_project(small(), (record,))})
    with pytest.raises(MatrixDesignerError, match=r"a\.pmatrix"):
        load_project(path)


def test_the_version_before_is_named_only_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"PK not a design")
    with pytest.raises(MatrixDesignerError) as alone:
        load_project(path)
    assert ".bak" not in alone.value.sentence
    save_design(previous_version(path), small())
    with pytest.raises(MatrixDesignerError) as kept:
        load_project(path)
    assert kept.value.hint.endswith("a.pmatrix.bak")


def test_what_to_do_about_a_newer_version_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    text = encode_project(small()).replace(b'"version": 1', b'"version": 99', 1)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("design.json", text)
    with pytest.raises(MatrixDesignerError) as newer:
        load_project(path)
    assert newer.value.hint
    assert newer.value.sentence.count(newer.value.hint) == 1
