"""A column that marks returns by a word is read where it is beyond doubt, else asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.doubts import DoubtfulColumnsError
from matrix_designer.formats.import_changes import portable
from matrix_designer.formats.import_question import question_of
from matrix_designer.formats.mapping import Returns, SalesMapping, read_mapping
from matrix_designer.formats.mapping_text import mapping_text
from matrix_designer.formats.preview import Preview, make_preview, read_head
from matrix_designer.formats.sales import ImportOptions, import_sales

LIGHT = ImportOptions(keep_lines=False)
LINES = [(f"P{place}", place % 4 + 1, Decimal(311 + 173 * place) / 100) for place in range(40)]
"""Part, pieces and cost; each is sold for twice the cost, every seventh line is a return."""
BACK = LINES[6::7]
SOLD = [line for line in LINES if line not in BACK]
Mark = Callable[[bool], str]


def amounts(lines: list[tuple[str, int, Decimal]]) -> tuple[int, Decimal, Decimal]:
    cost = sum((pieces * cost for _, pieces, cost in lines), Decimal(0))
    return len(lines), cost, 2 * cost


def written(path: Path, name: str, sale: str, back: str, amount: str = "{}") -> Path:
    """Write the lines with a word on the sales and another on the returns."""
    rows = [f"Part,Qty,{name},Cost,Total"]
    for line in LINES:
        part, pieces, cost = line
        word, shown = (back, amount.format(pieces)) if line in BACK else (sale, f"{pieces}")
        rows.append(f"{part},{shown},{word},{cost},{2 * cost * pieces}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def seen(path: Path, mapping: SalesMapping | None = None) -> Preview:
    return make_preview(read_head(path), mapping or SalesMapping())


def check(sales: Sales) -> None:
    """Compare with the truth: what was sold is used, what was marked is given back."""
    used, back = sales.used, sales.set_aside["return"]
    assert (used.lines, Decimal(used.cost) / 10**7, Decimal(used.sales) / 10**7) == amounts(SOLD)
    count, cost, sold = amounts(BACK)
    assert (back.lines, Decimal(back.cost) / 10**7) == (count, -cost)
    assert Decimal(back.sales) / 10**7 == -sold


@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("Type", "SALE", "RTN"),
        ("Sale Type", "Sale", "Return"),
        ("Status", "Invoice", "Credit Memo"),
        ("Sign", "+", "-"),
        ("+/-", "", "−"),
    ],
)
def test_words_beyond_doubt_are_read_and_told(
    tmp_path: Path, name: str, sale: str, back: str
) -> None:
    path = written(tmp_path / "a.csv", name, sale, back)
    imported = import_sales(path, options=LIGHT)

    check(imported.sales)
    check(import_sales(path, options=ImportOptions(folder=tmp_path)).sales)
    told = f"“{name}” has {back.upper() if back != '−' else '-'} on 5 of the first 40 lines"
    assert any(told in one for one in imported.problems)


@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("DR/CR", "DR", "CR"),
        ("Flag", "DR", "CR"),
        ("Type", "S", "R"),
        ("Trans Type", "I", "C"),
        ("C/D", "D", "C"),
        ("Type", "SALE", "CR"),
        ("Type", "INV", "CM"),
        ("Kind", "WHOLESALE", "RETURN"),
        ("Kind", "", "RTN"),
        ("Return", "N", "Y"),
        ("Variance", "+", "-"),
        ("Mult", "1", "-1"),
        ("Return Reason", "", "Wrong part"),
        ("Kind", "SALE", "CORE RTN"),
    ],
)
def test_words_that_may_mean_returns_are_asked_about_once(
    tmp_path: Path, name: str, sale: str, back: str
) -> None:
    path = written(tmp_path / "a.csv", name, sale, back)
    with pytest.raises(DoubtfulColumnsError, match=f"“{name}” .* 5 of 40 lines") as caught:
        import_sales(path, options=LIGHT)
    assert "import --map" in caught.value.sentence
    preview = seen(path)
    question = question_of(preview, must_know_style=False)
    assert question is not None
    mapping = question.answers[0].change(preview)

    assert question_of(seen(path, mapping), must_know_style=True) is None
    check(import_sales(path, mapping, LIGHT).sales)
    kept = tmp_path / "kept.toml"
    kept.write_text(mapping_text(portable(seen(path, mapping))), encoding="utf-8")
    assert f'column = "{name}"' in kept.read_text(encoding="utf-8")
    check(import_sales(path, kept, LIGHT).sales)
    none = question.answers[-1].change(preview)
    assert question_of(seen(path, none), must_know_style=True) is None
    assert import_sales(path, none, LIGHT).sales.used.lines == len(LINES)


@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("Type", "C", "W"),
        ("Type", "C", "I"),
        ("Pay Type", "C", "D"),
        ("Pay Method", "DEBIT", "CREDIT"),
        ("Class", "C", "D"),
        ("Cust Type", "WHS", "RET"),
        ("Code", "OIL", "CR"),
        ("Type", "SALE", "SALE"),
        ("Customer Name", "SALE", "RETURN"),
        ("Core Status", "", "RETURNED"),
        ("Notes", "", "Return call customer"),
        ("MOP", "DEBIT", "CREDIT"),
        ("Paid", "DR", "CR"),
        ("Line Type", "P", "N"),
        ("Invoice Type", "C", "I"),
        ("Sale Type", "R", "S"),
        ("Trend", "-", "+"),
    ],
)
def test_other_letters_and_words_are_no_signs(
    tmp_path: Path, name: str, sale: str, back: str
) -> None:
    preview = seen(written(tmp_path / "a.csv", name, sale, back))

    assert preview.marks is None
    assert question_of(preview, must_know_style=False) is None


@pytest.mark.parametrize(("sale", "back"), [("SALE", "RTN"), ("DR", "CR"), ("CR", "DR")])
def test_a_word_that_says_what_the_quantities_say_is_no_reason_to_ask(
    tmp_path: Path, sale: str, back: str
) -> None:
    path = written(tmp_path / "a.csv", "Kind", sale, back, "-{}")

    assert import_sales(path, options=LIGHT).sales.set_aside["return"].lines == len(BACK)


@pytest.mark.parametrize(
    ("name", "words"), [("Sale Type", "SR"), ("Flag", ("DR", "CR")), ("Type", ("SALE", "CR"))]
)
def test_words_on_sales_and_returns_alike_tell_neither(
    tmp_path: Path, name: str, words: Sequence[str]
) -> None:
    rows = [f"P{at},{-1 if at % 7 == 0 else 2},{words[at % 3 == 0]},1.00,2.00" for at in range(43)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([f"Part,Qty,{name},Cost,Price", *rows]))

    assert question_of(seen(path), must_know_style=False) is None
    assert import_sales(path, options=LIGHT).sales.set_aside["return"].lines == len(range(0, 43, 7))


def test_dollars_below_zero_on_pieces_above_it_are_asked_about(tmp_path: Path) -> None:
    rows = [
        f"{part},{pieces},{cost},{2 * cost * pieces * (-1 if line in BACK else 1)}"
        for line in LINES
        for part, pieces, cost in [line]
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["Part,Qty,Cost,Total", *rows]))
    with pytest.raises(DoubtfulColumnsError, match="“Total” is below zero on 5 of 40") as caught:
        import_sales(path, options=LIGHT)
    preview = replace(seen(path), doubts=caught.value.found)
    question = question_of(preview, must_know_style=False)
    assert question is not None

    check(import_sales(path, question.answers[0].change(preview), LIGHT).sales)
    other = written(tmp_path / "b.csv", "Type", "SALE", "SALE")
    with pytest.raises(DoubtfulColumnsError, match=r"a.csv: “Total” is below zero on 5 of 40"):
        import_sales((other, path), options=LIGHT)


@pytest.mark.parametrize(
    ("name", "sale", "back"), [("Type", "SALE", "RTN"), ("Sign", "", "-"), ("Kind", "SALE", "CR")]
)
def test_marks_below_the_first_lines_are_asked_about(
    tmp_path: Path, name: str, sale: str, back: str
) -> None:
    path = tmp_path / "a.csv"
    rows = [f"P{at},{at % 4 + 1},{sale if at < 300 else back},3.11,6.22" for at in range(320)]
    path.write_text("\n".join([f"Part,Qty,{name},Cost,Price", *rows]))

    for options in (LIGHT, ImportOptions(folder=tmp_path)):
        with pytest.raises(DoubtfulColumnsError, match=f"“{name}” has {back} on 20 of 320 lines"):
            import_sales(path, options=options)
    said = SalesMapping(returns=Returns(name, (back,)))
    assert import_sales(path, said, LIGHT).sales.set_aside["return"].lines >= 20


def test_pieces_given_back_in_a_column_of_their_own_are_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Qty Ret", "0", "1")

    problems = import_sales(path, options=LIGHT).problems
    assert any("“Qty Ret” counts pieces given back on 5 of the first 40" in one for one in problems)


def test_a_unit_behind_the_pieces_does_not_hide_a_return(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Type", "SALE", "RTN", "{} EA")

    check(import_sales(path, options=LIGHT).sales)


def test_fixed_columns_have_their_marks_at_characters(tmp_path: Path) -> None:
    path, said = tmp_path / "a.txt", tmp_path / "a.toml"
    rows = [
        f"{line[0]:<6}{line[1]:>4}{'CR' if line in BACK else 'DR'}{line[2]:>9}{2 * line[2]:>9}"
        for line in LINES
    ]
    path.write_text("\n".join(rows))
    said.write_text(
        '[positions]\npart = "1-6"\nquantity = "7-10"\ncost = "13-21"\nsold = "22-30"\n'
        '[returns]\ncolumn = "11-12"\nmarked = ["CR"]\n'
    )

    check(import_sales(path, said, LIGHT).sales)


@pytest.mark.parametrize(
    "text",
    ['"CR"', '{column = "A"}', "{column = true, marked = []}", '{column = "A", marked = "CR"}'],
)
def test_a_mapping_that_says_it_wrongly_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"returns = {text}\n")

    with pytest.raises(MatrixDesignerError, match="returns must be"):
        read_mapping(path)


def test_lines_that_are_called_void_are_told(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    for word, is_told in (("Void", True), ("open", False)):
        path.write_text(
            "Part,Qty,Status,Cost,List,Sold\n"
            "A1,1,Closed,10.00,20.00,18.00\n"
            f"A2,1,{word},10.00,20.00,18.00\n"
            "A3,2,Closed,5.50,11.00,9.75\n",
            encoding="utf-8",
        )
        problems = make_preview(read_head(path), SalesMapping()).problems
        said = "“Status” calls 1 of the first 3 lines void or cancelled, which count as sales"
        assert any(one.startswith(said) for one in problems) is is_told
