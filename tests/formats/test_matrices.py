"""Matrices read from tables: what is taken, what is refused and where, what options do."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import AmbiguousPercentError, Basis, FactorKind
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    FallbackKind,
    Floor,
    FloorKind,
    Mode,
)
from matrix_designer.core.pricing import compile_matrix, price_one
from matrix_designer.formats.designs import ReadOptions, open_design, read_design
from matrix_designer.formats.matrices import TableOptions, read_matrix
from matrix_designer.formats.project import save_design


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def price_of(path: Path, cost: int, list_price: int | None = None, **options: str) -> int | None:
    design = read_design(path, ReadOptions(**options)).design  # type: ignore[arg-type]
    return price_one(compile_matrix(design.matrix), cost, list_price).price


@pytest.mark.parametrize(
    ("heading", "cell", "cents"),
    [
        ("Multiplier", "1.75", 1750),
        ("multiply by", "x1.75", 1750),
        ("Markup %", "75", 1750),
        ("Mark-up %", "75%", 1750),
        ("MARKUP", "-10", 900),
        ("Percent of basis", "175", 1750),
        ("Percent of cost", "175 %", 1750),
        ("GP %", "42", 1724),
        ("GP%", "42%", 1724),
        ("Margin %", "42", 1724),
        ("Factor", "1.75", 1750),
        ("Factor", "+75", 1750),
        ("Factor", "75% markup", 1750),
        ("Factor", "42 gp", 1724),
        ("Factor", "+$5.00", 1500),
        ("Factor", "−10%", 900),
    ],
)
def test_every_factor_column_reads_its_kind(
    tmp_path: Path, heading: str, cell: str, cents: int
) -> None:
    path = written(tmp_path, f"From,To,{heading}\n0.01,,{cell}\n")
    assert price_of(path, 100_000) == cents * 100


@pytest.mark.parametrize(
    "header",
    ["From,To", "Low Cost,High Cost", "Min,Max", "cost from,cost to", "From Value,To Value"],
)
def test_bounds_go_by_many_names(tmp_path: Path, header: str) -> None:
    matrix = read_matrix(written(tmp_path, f"{header},Multiplier\n1,5,2\n5.01,MAX,1.5\n")).matrix
    assert [(tier.lower, tier.upper) for tier in matrix.tiers] == [(10_000, 50_000), (50_100, None)]


def test_a_plain_table_has_the_plain_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Multiplier\n0.01,,2\n", "gate street.csv")
    project = open_design(path)
    matrix = project.design.matrix
    assert (project.design.name, matrix.name) == ("gate street", "gate street")
    assert (matrix.lookup, matrix.mode, matrix.cap) == (Basis.COST, Mode.SIMPLE, None)
    assert (matrix.ending, matrix.fallback.kind) == (None, FallbackKind.UNPRICED)
    assert project.fingerprint is None
    assert project.sales is None


def test_junk_blank_lines_and_repeated_headers_are_no_rows(tmp_path: Path) -> None:
    text = "Price matrix of 2024\n\nFrom,To,Multiplier\n0.01,5,2\n\nFrom,To,Multiplier\n5.01,,1.5\n"
    assert len(read_matrix(written(tmp_path, text)).matrix.tiers) == 2


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("From,To,Multiplier\n", "line 1: there is no tier row"),
        ("Part,Price\nA,2\n", "line 1: there is no matrix in this file"),
        ("From,To,Multiplier\n0.01,5,2\n5.01,ten,2\n", "line 3, column 2: “ten”"),
        ("From,To,Multiplier\n,5,2\n", "line 2, column 1"),
        ("From,To,Multiplier\n0.01,5,\n", "line 2, column 3: The factor is empty"),
        ("From,To,Multiplier\n-1,5,2\n", "line 2, column 1: The bound “-1” is negative"),
        ("From,To,Multiplier\n0.01,5,0\n", "line 2, column 3"),
        ("From,To,Multiplier\n0.01,5,10000\n", "line 2, column 3"),
        ("From,To,GP %\n0.01,5,100\n", "line 2, column 3"),
        ("From,To,Markup %\n0.01,5,-100\n", "line 2, column 3"),
        ("From,To,Multiplier\n0.01,5,1e1\n", "line 2, column 3"),
        ("From,To,Multiplier\n0.01,5,-2\n", "line 2, column 3: “-2” has a sign"),
        ("From,To,Mult\n0.01,5,+1.75\n", "line 2, column 3: “+1.75” has a sign"),
        ("From,To,Multiplier\n0.01,5,NaN\n", "line 2, column 3"),
        ("From,To,Multiplier\n0.01,5,1_0\n", "line 2, column 3"),
        ("From,To,Multiplier\n0.01,1,000.00,2\n", "line 2, column 4: the line has more cells"),
        ("From,To,Factor\n0.01,5,$5.00\n", "line 2, column 3: “$5.00” is a flat price"),
        ("From,To,Factor,Basis\n0.01,5,90% of list,cost\n", "line 2, column 3"),
        ("From,To,Factor,Basis\n0.01,5,2,freight\n", "line 2, column 3: “freight”"),
        ("From,To,GP %,Basis\n0.01,5,42,list\n", "line 2, column 3: GP % works on cost only"),
        ("From,To,Factor,Lookup\n1,5,2,cost\n6,7,2,list\n", "line 3, column 4: the look-up"),
        ("From,To,Multiplier,Markup %\n1,5,2,100\n", "line 1, column 4: the columns"),
        ("From,To,Min,Multiplier\n1,5,2,100\n", "line 1, column 3: the columns"),
        ("# cap: lots lower\nFrom,To,Factor\n1,5,2\n", "line 1: “lots”"),
        ("# cap: 250.00 middle\nFrom,To,Factor\n1,5,2\n", "line 1: “middle” is not known"),
        ("# ending: .x7\nFrom,To,Factor\n1,5,2\n", "line 1: “.x7” is not a price ending"),
        ("# mode: simple\n# mode: linear\nFrom,To,Factor\n1,5,2\n", "line 2: mode is set twice"),
        (
            "# floor-gp: 5\n# floor-markup: 5\nFrom,To,Factor\n1,5,2\n",
            "line 2: floor-markup is set twice",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        read_matrix(written(tmp_path, text))
    assert where in caught.value.sentence
    assert caught.value.sentence.startswith("table.csv")


def test_a_bare_percent_is_refused_with_both_readings_priced(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Factor\n0.01,,75%\n")
    with pytest.raises(AmbiguousPercentError) as caught:
        read_matrix(path)
    sentence = caught.value.sentence
    assert "line 2, column 3" in sentence
    assert "$17.50" in sentence
    assert "$7.50" in sentence
    answered = read_design(path, ReadOptions(percent=FactorKind.MARKUP)).design.matrix
    assert answered.tiers[0].factor.text == "+75%"


def test_what_is_merely_wrong_is_held_and_named(tmp_path: Path) -> None:
    text = "From,To,Multiplier\n20,15,3\n1,5,2\n4.00,10.005,2\n12,,1.5\n"
    reading = read_matrix(written(tmp_path, text))
    bounds = [(tier.lower, tier.upper) for tier in reading.matrix.tiers]
    assert bounds == [(200_000, 150_000), (10_000, 50_000), (40_000, 100_050), (120_000, None)]
    assert any("from 20.00 down to 15.00" in problem for problem in reading.problems)
    assert any("ascending" in problem for problem in reading.problems)
    gaps = read_matrix(written(tmp_path, "From,To,Factor\n1,5,2\n5,6,2\n7,,1\n")).problems
    assert any("Tiers 1 and 2 overlap" in problem for problem in gaps)
    assert any("gap between tiers 2 and 3" in problem for problem in gaps)


def test_a_bound_of_many_decimals_is_held_and_its_cut_is_told(tmp_path: Path) -> None:
    text = "From,To,Multiplier\n0.01,5.005,3\n5.01,9.999999,2\n10.000000,,1\n"
    reading = read_matrix(written(tmp_path, text))
    assert [tier.upper for tier in reading.matrix.tiers] == [50_050, 99_999, None]
    where = "table.csv, line 3, column 2"
    told = f"{where}: the bound “9.999999” has more than four decimals; kept as 9.9999"
    assert [problem for problem in reading.problems if "decimals" in problem] == [told]


def test_a_comma_file_is_read_by_its_own_numbers(tmp_path: Path) -> None:
    path = written(
        tmp_path, "# cap: 250,50 lower\nFrom;To;Multiplier\n0,01;5,00;2,5\n5,01;;1,725\n"
    )
    matrix = read_matrix(path).matrix
    assert matrix.tiers[1].factor.value == 17_250
    assert matrix.tiers[0].upper == 50_000
    assert matrix.cap == Cap(2_505_000, CapRule.LOWER)


def test_a_lone_three_decimal_factor_is_a_point(tmp_path: Path) -> None:
    path = written(tmp_path, "From\tTo\tMultiplier\n0.01\t5.00\t1.725\n")
    assert read_matrix(path).matrix.tiers[0].factor.value == 17_250


def test_an_undecided_comma_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "From\tTo\tMultiplier\n1\t1,000\t2\n")
    with pytest.raises(MatrixDesignerError, match="comma or a point"):
        read_matrix(path)


def test_settings_above_the_header_are_read(tmp_path: Path) -> None:
    text = (
        "# name: Captive\n# mode: simple\n# look-up: list\n# cap: 300 higher\n# ceiling: 10 %\n"
        "# not-below-list: yes\n# floor-gp: 20\n# ending: .x9:up\n# fallback: x1.5\n"
        "# capp: 4\nFrom,To,Factor\n1,5,2\n"
    )
    reading = read_matrix(written(tmp_path, text))
    matrix = reading.matrix
    assert (matrix.name, matrix.lookup) == ("Captive", Basis.LIST)
    assert matrix.cap == Cap(3_000_000, CapRule.HIGHER)
    assert (matrix.rails.ceiling, matrix.rails.is_not_below_list) == (100_000, True)
    assert matrix.rails.floor == Floor(FloorKind.GP, 200_000)
    assert matrix.ending == Ending(EndingKind.X9, is_up=True)
    assert matrix.fallback.factor is not None
    assert reading.problems == ("table.csv, line 10: “capp” is not a setting and was left out",)


def test_options_override_the_file(tmp_path: Path) -> None:
    text = "# cap: 300 higher\n# floor-gp: 20\n# lookup: list\nFrom,To,Factor\n0.01,,2\n"
    options = ReadOptions(
        lookup="cost",
        basis="cost",
        mode="simple",
        cap="250.00",
        over_cap="cost+67",
        ceiling="10",
        not_below_list=True,
        floor_markup="-5",
        ending=".95:nearest",
        fallback="list",
        goal="42",
        name="N",
    )
    design = read_design(written(tmp_path, text), options).design
    matrix = design.matrix
    assert (design.name, design.goal) == ("N", 420_000)
    assert matrix.lookup is Basis.COST
    assert matrix.cap == Cap(2_500_000, CapRule.COST_PLUS_67)
    assert matrix.rails.floor == Floor(FloorKind.MARKUP, -50_000)
    assert matrix.ending == Ending(EndingKind.C95, is_up=False)
    assert matrix.fallback.kind is FallbackKind.LIST


def test_a_cap_without_a_rule_takes_the_lower(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Factor\n0.01,,2\n")
    cap = read_design(path, ReadOptions(cap="250")).design.matrix.cap
    assert cap == Cap(2_500_000, CapRule.LOWER)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"basis": "list"}, "the file names its own basis"),
        ({"over_cap": "list"}, "--over-cap: A rule for costs over the cap needs a cap"),
        ({"floor_gp": "20", "floor_markup": "5"}, "is set twice"),
        ({"goal": "100"}, "--goal"),
        ({"goal": "x"}, "--goal"),
        ({"mode": "progressive"}, "--mode: “progressive”"),
        ({"lookup": "freight"}, "--lookup: “freight”"),
        ({"ending": ".98"}, "--ending"),
        ({"ceiling": "2000"}, "--ceiling"),
        ({"floor_gp": "100"}, "--floor-gp"),
        ({"fallback": "75%"}, "--fallback: “75%” can mean two things"),
        ({"fallback": "90% of list"}, "--fallback"),
        ({"cap": "-1"}, "--cap"),
        ({"profile": "cdk-keying"}, "not the headings of"),
        ({"profile": "nonesuch"}, "no profile"),
    ],
)
def test_wrong_options_are_refused_by_name(
    tmp_path: Path, options: dict[str, str], words: str
) -> None:
    path = written(tmp_path, "From,To,Factor,Basis\n0.01,,2,cost\n")
    with pytest.raises(MatrixDesignerError) as caught:
        read_design(path, ReadOptions(**options))  # type: ignore[arg-type]
    assert words in caught.value.sentence


def test_a_basis_for_all_tiers(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Percent of basis\n0.01,,90\n")
    assert price_of(path, 50_000, 100_000, basis="list") == 90_000
    assert price_of(path, 50_000, 100_000) == 45_000
    clash = written(tmp_path, "From,To,Factor\n0.01,,90% of cost\n")
    with pytest.raises(MatrixDesignerError, match="on cost"):
        read_design(clash, ReadOptions(basis="list"))


def test_the_matrix_in_force_comes_from_any_file(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Factor\n0.01,,2\n")
    old = tmp_path / "old.pmatrix"
    save_design(old, open_design(written(tmp_path, "From,To,GP %\n1,,40\n", "old.csv")).design)
    for source in (old, tmp_path / "old.csv"):
        in_force = read_design(path, ReadOptions(in_force=source)).design.in_force
        assert in_force is not None
        assert in_force.matrix.tiers[0].factor.kind is FactorKind.GP


def test_an_import_echoes_a_worked_price(tmp_path: Path) -> None:
    echo = read_matrix(written(tmp_path, "From,To,Markup %\n0.01,,150\n")).echo
    assert echo == "a $10.00 part will sell for $25.00"


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for down, row in enumerate(rows):
                sheet.write_row(down, 0, row)
    return path


def test_a_workbook_is_read_with_the_settings_of_its_second_sheet(tmp_path: Path) -> None:
    tiers: list[list[object]] = [["From", "To", "Multiplier"], [0.01, 5.0, 2.5], [5.01, "", 1.725]]
    path = workbook(
        tmp_path / "a.xlsx",
        {"Notes": [["Hello"]], "Tiers": tiers, "Settings": [["cap", "250.00 list"], ["goal", 4]]},
    )
    reading = read_matrix(path)
    assert reading.matrix.tiers[1].factor.value == 17_250
    assert reading.matrix.cap == Cap(2_500_000, CapRule.LIST)
    assert any("“goal” is not a setting" in problem for problem in reading.problems)


def test_a_workbook_names_sheet_row_and_column(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"T": [["From", "To", "Multiplier"], [1, 2, "soon"]]})
    with pytest.raises(MatrixDesignerError, match=r"sheet T, row 2, column 3: “soon”"):
        read_matrix(path)


def test_a_keying_sheet_is_read_by_its_headings(tmp_path: Path) -> None:
    text = "Low,TO,High,Escalate,Sign,%\n0.01,TO,2.00,COST,+,150.00\n2.01,TO,9999.99,LIST,-,10.00\n"
    path = written(tmp_path, text)
    assert price_of(path, 10_000) == 25_000
    assert price_of(path, 50_000, 100_000, profile="cdk-keying") == 90_000
    wrong = written(tmp_path, text.replace("+", "plus"))
    with pytest.raises(MatrixDesignerError, match="“plus” is not a sign"):
        read_matrix(wrong)


HOSTILE = {
    "nul": b"From,To,Factor\n1,\x005,2\n",
    "open quote": b'From,To,Factor\n1,"5,2\n6,7,2\n',
    "ragged": b"From,To,Factor\n1,5,2,9\n",
    "short": b"From,To,Factor\n1,5\n",
    "million columns": b"From,To,Factor\n" + b"," * 1_000_000 + b"\n",
    "not available": b"From,To,Factor\nNA,5,2\n",
    "exponent": b"From,To,Factor\n1,12E5,2\n",
    "no text": bytes(range(128, 256)) * 40,
    "empty": b"",
    "blank": b"\n\n\n",
    "pdf": b"%PDF-1.4 From,To,Factor",
    "page": b"<html><table><tr><td>From",
    "zip": b"PK\x03\x04 not a workbook",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not one either",
    "many digits": b"From,To,Factor\n1,5,2." + b"1" * 5_000 + b"\n",
    "far too wide": b"From,To,Factor\n1,5," + b"9" * 200_000 + b"\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_by_name(tmp_path: Path, name: str) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"{name}.{ending}"
        path.write_bytes(HOSTILE[name])
        with pytest.raises(MatrixDesignerError) as caught:
            open_design(path)
        assert name in caught.value.sentence
        assert len(caught.value.sentence) < 600


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_and_line_end_is_taken(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("From,To,Factor\r\n1,5,×2\r6,7,×2\n8,,×3".encode(encoding))
    assert len(read_matrix(path).matrix.tiers) == 3


def test_a_second_matrix_of_a_workbook_is_not_left_out_in_silence(tmp_path: Path) -> None:
    def tiers(factor: float) -> list[list[object]]:
        return [["From", "To", "Multiplier"], [0.01, "", factor]]

    twice: list[list[object]] = [["From", "To", "Multiplier", "GP %"], [0.01, "", 2, 50]]
    path = workbook(
        tmp_path / "a.xlsx",
        {"Retail": tiers(2), "Notes": [["Hello"]], "Fleet": tiers(1.5), "Odd": twice},
    )
    reading = read_matrix(path)
    assert reading.matrix.tiers[0].factor.value == 20_000
    assert [problem.partition(" holds")[0] for problem in reading.problems] == [
        "The sheet “Fleet”",
        "The sheet “Odd”",
    ]


def test_a_file_that_names_its_basis_says_so_in_whole_sentences(tmp_path: Path) -> None:
    path = written(tmp_path, "From,To,Factor,Basis\n0.01,,x2,cost\n")
    with pytest.raises(MatrixDesignerError, match=r"own basis\. It cannot be read with --basis"):
        read_matrix(path, TableOptions(basis="list"))
