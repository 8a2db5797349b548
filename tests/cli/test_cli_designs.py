"""The commands that make designs: `new`, `templates`, `profiles` and `read`."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from matrix_designer.formats.designs import open_design
from matrix_designer.formats.templates import ORDER
from matrix_designer.resources import resource
from tests.cli.conftest import Run, is_refusal

BOUNDS = ["1", "2", "3", "4", "5", "10", "15", "20", "25", "40", "55", "70", "85", "100", "250"]


def test_the_lists_have_the_ids_of_the_contract(command: Run) -> None:
    templates = command("templates", "--json").data
    assert list(templates) == ["templates"]
    assert [entry["id"] for entry in templates["templates"]] == [
        *("acg-ladder", "m5-variable", "list-plus", "cost-doubling", "empty")
    ]
    assert all(entry["title"] for entry in templates["templates"])
    profiles = command("profiles", "--json").data
    assert list(profiles) == ["profiles"]
    assert [entry["id"] for entry in profiles["profiles"]] == [
        *("table", "workbook", "cdk-keying", "twelve-levels")
    ]
    for entry in profiles["profiles"]:
        assert entry["title"]
        assert entry["kind"]
        assert entry["grade"]


def test_people_are_told_what_is_ours(command: Run) -> None:
    text = command("templates").out
    assert text.count("Ours: ") >= 4
    assert "ACG" in text
    assert "M5" in text


def test_every_shipped_template_is_offered() -> None:
    assert {path.stem for path in resource("templates").glob("*.toml")} == set(ORDER)


@pytest.mark.parametrize(
    ("template", "tiers"),
    [("acg-ladder", 15), ("m5-variable", 17), ("list-plus", 1), ("cost-doubling", 1), ("empty", 0)],
)
def test_new_saves_a_template(command: Run, tmp_path: Path, template: str, tiers: int) -> None:
    path = tmp_path / "new.pmatrix"
    ran = command("new", "--template", template, "--out", path, "--json")
    assert (ran.status, ran.data["tiers"]) == (0, tiers)
    assert len(open_design(path).design.matrix.tiers) == tiers
    assert "design.json" in zipfile.ZipFile(path).namelist()


def test_the_ladder_is_that_of_the_source(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.pmatrix"
    command("new", "--template", "acg-ladder", "--out", path)
    for tier, bound in enumerate(BOUNDS, start=1):
        at = command("price", path, "--cost", bound, "--json").data
        assert at["tier"] == tier
    first = command("price", path, "--cost", "0.50", "--json").data
    last = command("price", path, "--cost", "250", "--list", "500", "--json").data
    over = command("price", path, "--cost", "300", "--list", "500", "--json").data
    dear = command("price", path, "--cost", "300", "--list", "600", "--json").data
    assert first["price"] == "1.75"
    assert last["price"] == "437.50"
    assert (over["price"], dear["price"]) == ("500.00", "501.00")


@pytest.mark.parametrize(("cost", "price"), [("0.74", "1.30"), ("0.75", "1.28"), ("1.25", "2.13")])
def test_the_variable_percent_of_the_source(
    command: Run, tmp_path: Path, cost: str, price: str
) -> None:
    path = tmp_path / "new.pmatrix"
    command("new", "--template", "m5-variable", "--out", path)
    assert command("price", path, "--cost", cost, "--json").data["price"] == price


def test_the_simple_templates_price_as_they_say(command: Run, tmp_path: Path) -> None:
    double, plus, empty = (tmp_path / f"{name}.pmatrix" for name in ("double", "plus", "empty"))
    command("new", "--template", "cost-doubling", "--out", double)
    command("new", "--template", "list-plus", "--out", plus)
    command("new", "--template", "empty", "--out", empty)
    words = ("--cost", "250.00", "--list", "419.00", "--json")
    assert command("price", double, *words).data["price"] == "500.00"
    assert command("price", plus, *words).data["price"] == "460.90"
    assert command("price", plus, "--cost", "10", "--json").data["price"] == "16.70"
    assert command("price", empty, *words).status == 1


def test_an_existing_file_is_kept_without_force(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.pmatrix"
    command("new", "--template", "empty", "--out", path)
    before = path.read_bytes()
    assert is_refusal(command("new", "--template", "acg-ladder", "--out", path))
    assert path.read_bytes() == before
    assert command("new", "--template", "acg-ladder", "--out", path, "--force").status == 0
    assert len(open_design(path).design.matrix.tiers) == 15


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "no/such/x.pmatrix", ".", ""])
def test_a_place_that_no_design_belongs_to(command: Run, tmp_path: Path, name: str) -> None:
    out = str(tmp_path / name) if name else ""
    assert is_refusal(command("new", "--template", "empty", "--out", out))
    assert list(tmp_path.iterdir()) == []


def test_something_else_is_never_written_over(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "diary"
    path.write_text("dear diary")
    assert is_refusal(command("new", "--template", "empty", "--out", path, "--force"))
    assert path.read_text() == "dear diary"


def test_read_lays_the_options_over_the_file(command: Run, tmp_path: Path, ladder: Path) -> None:
    out = tmp_path / "out.pmatrix"
    words = "--cap 250.00 --over-cap higher --ceiling 10 --not-below-list --floor-gp 20"
    more = "--ending .x9:up --fallback x1.5 --goal 42 --mode compound --name Fleet"
    ran = command("read", ladder, *words.split(), *more.split(), "--out", out, "--json")
    assert (ran.status, ran.data["tiers"], ran.data["problems"]) == (0, 3, [])
    design = open_design(out).design
    matrix = design.matrix
    assert design.name == matrix.name == "Fleet"
    assert design.goal == 420_000
    assert (matrix.cap and matrix.cap.rule.value, matrix.mode.value) == ("higher", "compound")
    assert matrix.rails.ceiling == 100_000
    assert matrix.rails.is_not_below_list
    assert matrix.rails.floor is not None
    assert matrix.ending is not None
    assert matrix.ending.is_up
    assert matrix.fallback.kind.value == "factor"


def test_read_keeps_the_matrix_in_force(command: Run, tmp_path: Path, ladder: Path) -> None:
    old, out = tmp_path / "old.csv", tmp_path / "out.pmatrix"
    old.write_text("From,To,Multiplier\n0.01,,1.60\n")
    assert command("read", ladder, "--in-force", old, "--out", out).status == 0
    in_force = open_design(out).design.in_force
    assert in_force is not None
    assert len(in_force.matrix.tiers) == 1


@pytest.mark.parametrize(
    "words",
    [
        "--basis cost",
        "--mode wild",
        "--over-cap lower",
        "--cap abc",
        "--cap -1",
        "--cap 99.99999",
        "--cap 250 --over-cap cost",
        "--ceiling 1001",
        "--ceiling x",
        "--floor-markup -100",
        "--floor-gp 100",
        "--floor-gp 5 --floor-markup 5",
        "--ending .x7",
        "--ending .x5:down",
        "--fallback free",
        "--fallback 75%",
        "--fallback $5",
        "--goal 100",
        "--goal -1",
        "--goal 1e1",
        "--in-force no-such.csv",
        "--profile none",
        "--lookup price",
    ],
)
def test_options_that_cannot_be_used(command: Run, tmp_path: Path, words: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text("From,To,Basis,Multiplier\n0.01,10.00,list,1.1\n10.01,,cost,1.5\n")
    assert is_refusal(command("read", table, *words.split(), "--out", tmp_path / "out.pmatrix"))
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_read_never_writes_over_what_it_reads(command: Run, tmp_path: Path, ladder: Path) -> None:
    same = tmp_path / "sub" / ".." / ladder.name
    (tmp_path / "sub").mkdir()
    before = ladder.read_bytes()
    assert is_refusal(command("read", ladder, "--out", same, "--force"))
    assert ladder.read_bytes() == before
    design = tmp_path / "d.pmatrix"
    command("read", ladder, "--out", design)
    assert is_refusal(command("read", design, "--out", design, "--force"))


def test_a_worked_price_is_told(command: Run, tmp_path: Path) -> None:
    table, out = tmp_path / "t.csv", tmp_path / "out.pmatrix"
    table.write_text("From,To,Markup %\n0.01,,150\n")
    assert "$25.00" in command("read", table, "--out", out).out


def test_a_design_file_is_readable_json(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.pmatrix"
    command("new", "--template", "acg-ladder", "--out", path)
    with zipfile.ZipFile(path) as archive:
        assert isinstance(json.loads(archive.read("design.json")), dict)


@pytest.mark.parametrize(
    ("option", "text", "price"),
    [
        ("--floor-markup", "-5%", "20.00"),
        ("--ceiling", "-20%", "16.00"),
        ("--ceiling", "-20", "16.00"),
        ("--ceiling", "-.5 %", "19.90"),
    ],
)
def test_a_negative_value_needs_no_equals_sign(
    command: Run, tmp_path: Path, ladder: Path, option: str, text: str, price: str
) -> None:
    out = tmp_path / "d.pmatrix"
    assert command("read", ladder, "--out", out, option, text).status == 0
    ran = command("price", out, "--cost", "10", "--list", "20", "--json")
    assert ran.data["price"] == price


def test_a_fallback_may_be_a_discount(command: Run, tmp_path: Path) -> None:
    table = tmp_path / "late.csv"
    table.write_text("From,To,Multiplier\n20.00,,2\n")
    out = tmp_path / "d.pmatrix"
    assert command("read", table, "--out", out, "--fallback", "-10%").status == 0
    assert command("price", out, "--cost", "10", "--json").data["price"] == "9.00"


def test_a_negative_cost_is_refused_as_such(command: Run, ladder: Path) -> None:
    for text in ("-5", "-$5", "-.5"):
        assert "is negative" in command("price", ladder, "--cost", text).err


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--cap", "250.00001"),
        ("--goal", "42.00001"),
        ("--ceiling", "10.00001"),
        ("--floor-markup", "-5.00001"),
        ("--floor-gp", "20.00001"),
        ("--fallback", "x1.50001"),
    ],
)
def test_no_option_is_rounded_in_silence(
    command: Run, tmp_path: Path, ladder: Path, option: str, text: str
) -> None:
    out = tmp_path / "d.pmatrix"
    ran = command("read", ladder, "--out", out, option, text)
    assert is_refusal(ran)
    assert option in ran.err
    assert "more than four decimals" in ran.err
    assert not out.exists()
    assert command("read", ladder, "--out", out, option, f"{text[:-1]}0").status == 0


@pytest.mark.parametrize("name", ["", " "])
def test_a_design_needs_a_name(command: Run, tmp_path: Path, ladder: Path, name: str) -> None:
    assert is_refusal(command("read", ladder, "--out", tmp_path / "d.pmatrix", "--name", name))


def test_a_file_whose_name_is_no_text_is_read_all_the_same(command: Run, tmp_path: Path) -> None:
    odd = tmp_path / "caf\udce9.csv"
    odd.write_text("From,To,Multiplier\n0.01,,2\n")
    out = tmp_path / "d.pmatrix"
    assert command("read", odd, "--in-force", odd, "--out", out).status == 0
    assert open_design(out).design.name == "caf?"
