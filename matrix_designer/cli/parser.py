"""The words of the command line: every command, every option, their help.

Knows argparse; it opens nothing and imports nothing heavy, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from matrix_designer.cli.answer import RefusedArgumentError

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

PROGRAM = "matrix-designer"
COMMANDS = (
    "check",
    "price",
    "replay",
    "import",
    "export",
    "read",
    "profiles",
    "templates",
    "new",
    "screenshot",
    "demo",
)
_EPILOG = (
    "Without a word it opens the window; with a file it opens the file in the window; with "
    "--sample it opens the sample dealership, which is invented."
)

_NEGATIVE = re.compile(r"-\s*[$.]?\s*[0-9]")
_NAMED = re.compile(r"--[a-z-]+")


class _Once(argparse.Action):
    """An option with a value: given once, and not empty, so that nothing is dropped in silence."""

    _may_be_empty = False

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value; raises ArgumentError for a second or an empty one."""
        del parser
        if self.option_strings:
            given: set[str] = vars(namespace).setdefault("given", set())
            if self.dest in given:
                raise argparse.ArgumentError(self, "it is given twice; keep the one that counts")
            if not isinstance(values, str) or values == "--":  # no value to Python below 3.13
                raise argparse.ArgumentError(self, "its value is missing; give one after it")
            if not values.strip() and not self._may_be_empty:
                raise argparse.ArgumentError(self, "its value is empty; give one, or leave it out")
            given.add(self.dest)
        del option_string
        setattr(namespace, self.dest, values)


class _OnceOrEmpty(_Once):
    """An option whose value may be empty, as it is in many a file of sales."""

    _may_be_empty = True


class _Each(_Once):
    """An option that may be given several times; each value counts, in the order given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value beside those before it; raises ArgumentError for an empty one."""
        before = getattr(namespace, self.dest)
        vars(namespace).setdefault("given", set()).discard(self.dest)
        super().__call__(parser, namespace, values, option_string)
        setattr(namespace, self.dest, (*before, values))


class AskedForHelp(Exception):  # noqa: N818 - it is an answer, no error
    """Somebody asked for a page of help; it is the text of this."""


class CommandParser(argparse.ArgumentParser):
    """A parser that raises a sentence or a page of help instead of ending the program.

    By itself argparse prints the page, says nothing where that fails, and exits with 0.
    """

    def print_help(self, file: SupportsWrite[str] | None = None) -> NoReturn:
        """Raise the page, to be printed as every other answer is."""
        del file
        raise AskedForHelp(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found wrong, with the place to look it up."""
        raise RefusedArgumentError(message, "", f"See {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = CommandParser(
        prog=PROGRAM,
        description="Design parts price matrices: exact prices, GP over real sales, checks.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    _add_price(commands)
    _add_replay(commands)
    _add_import(commands)
    _add_export(commands)
    _add_read(commands)
    _add(commands, "profiles", "list the profiles that a matrix can be written in")
    _add(commands, "templates", "list the templates to start from")
    _add_new(commands)
    _add_screenshot(commands)
    _add_demo(commands)
    return parser


def with_negative_values(argv: Sequence[str]) -> list[str]:
    """Tie a value such as `-5%` or `-$5.00` to the option before it.

    By itself argparse takes only bare negative numbers for values, all else for options.
    """
    words: list[str] = []
    for word in argv:
        if words and _NEGATIVE.match(word) and _NAMED.fullmatch(words[-1]):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


Commands: TypeAlias = "argparse._SubParsersAction[CommandParser]"  # noqa: SLF001 - has no other name


def _add(commands: Commands, name: str, text: str) -> argparse.ArgumentParser:
    """Add one command with the option that all of them take."""
    parser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False
    )
    parser.register("action", None, _Once)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _add_design(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("design", metavar="DESIGN", help="a *.pmatrix file or a plain table")


def _add_sales(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sales", metavar="F", help="a sales file instead of the design's own")


def _add_on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--on", metavar="DATE", help="the day of dated rules, like 2026-11-30; else today"
    )


def _add_out(parser: argparse.ArgumentParser, text: str, *, is_required: bool = True) -> None:
    parser.add_argument("--out", metavar="F", required=is_required, help=text)
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def _add_check(commands: Commands) -> None:
    parser = _add(commands, "check", "say what is wrong with a design")
    _add_design(parser)
    _add_sales(parser)
    parser.add_argument("--goal", metavar="42", help="the GP goal in percent")
    parser.add_argument("--target", metavar="PROFILE", help="also check what this profile holds")
    _add_on(parser)


def _add_price(commands: Commands) -> None:
    parser = _add(commands, "price", "price one part and show every step")
    _add_design(parser)
    parser.add_argument("--cost", metavar="C", required=True, help="the cost of one piece")
    parser.add_argument("--list", metavar="L", help="its list price, if it has one")
    parser.add_argument(
        "--source", metavar="S", action=_OnceOrEmpty, help="its source or stocking group"
    )
    parser.add_argument("--quantity", metavar="Q", help="how many pieces, for the extended price")
    parser.add_argument(
        "--matrix", metavar="M", help="price by this matrix, whatever the plan says"
    )
    for option, text in (
        ("--part", "its part number"),
        ("--description", "its description"),
        ("--class", "its class code, as in the sales"),
        ("--group", "its stocking group"),
        ("--vendor", "its vendor"),
        ("--customer-type", "who buys it: fleet, senior ..."),
        ("--pay-type", "C customer pay, W warranty, I internal"),
        ("--channel", "where it is sold: counter, RO ..."),
    ):
        field = "sale_class" if option == "--class" else option[2:].replace("-", "_")
        parser.add_argument(option, metavar="T", action=_OnceOrEmpty, dest=field, help=text)
    _add_on(parser)


def _add_replay(commands: Commands) -> None:
    parser = _add(commands, "replay", "re-price a sales history, volumes unchanged")
    _add_design(parser)
    _add_sales(parser)
    parser.add_argument("--against", metavar="DESIGN2", help="another design to compare with")
    parser.add_argument(
        "--band",
        action="store_true",
        help="draw the band of GP from a sales file of any size (else up to 64 MB)",
    )
    _add_on(parser)


def _add_import(commands: Commands) -> None:
    parser = _add(commands, "import", "read sales files and say what was understood")
    parser.add_argument(
        "file",
        metavar="SALES",
        nargs="+",
        help="a CSV, TSV, fixed-width, XLSX or Parquet file; several make one history",
    )
    parser.add_argument(
        "--map",
        metavar="map.toml",
        action=_Each,
        default=(),
        help="which column is which: once for every file, or once for each file in their order",
    )
    _add_out(parser, "write the sales as Parquet", is_required=False)


def _add_export(commands: Commands) -> None:
    parser = _add(commands, "export", "write a matrix for a DMS, proven to the cent")
    _add_design(parser)
    parser.add_argument("--profile", metavar="P", required=True, help="see: profiles")
    _add_out(parser, "the file to write")
    parser.add_argument(
        "--allow", action="store_true", help="write even where the target changes prices"
    )


def _add_read(commands: Commands) -> None:
    parser = _add(commands, "read", "turn a table or a DMS file into a design")
    parser.add_argument("file", metavar="FILE", help="a CSV, TSV or XLSX table")
    parser.add_argument("--profile", metavar="P", help="the profile that the file is written in")
    _add_out(parser, "the design file to write, *.pmatrix")
    parser.add_argument("--lookup", choices=("cost", "list"), help="what picks the tier")
    parser.add_argument("--basis", choices=("cost", "list"), help="what the factors multiply")
    parser.add_argument("--mode", choices=("simple", "compound", "linear"))
    parser.add_argument("--cap", metavar="250.00", help="costs above it are never looked up")
    parser.add_argument(
        "--over-cap", choices=("list", "cost+67", "lower", "higher"), help="what prices them"
    )
    parser.add_argument("--ceiling", metavar="10", help="never above list plus this percent")
    parser.add_argument("--not-below-list", action="store_true", help="never below list")
    floor = parser.add_mutually_exclusive_group()
    floor.add_argument("--floor-markup", metavar="-5", help="the least markup in percent")
    floor.add_argument("--floor-gp", metavar="20", help="the least GP in percent")
    parser.add_argument("--ending", metavar=".x5", help=".x5 .x9 .95 .99 1.00, :up or :nearest")
    parser.add_argument("--fallback", metavar="list", help="list, unpriced, or a factor on cost")
    parser.add_argument("--in-force", metavar="FILE", help="the matrix that the DMS uses today")
    parser.add_argument("--goal", metavar="42", help="the GP goal in percent")
    parser.add_argument("--name", metavar="N", help="the name of the matrix and the design")


def _add_new(commands: Commands) -> None:
    parser = _add(commands, "new", "start a design from a template")
    parser.add_argument("--template", metavar="T", required=True, help="see: templates")
    _add_out(parser, "the design file to write, *.pmatrix")


def _add_screenshot(commands: Commands) -> None:
    parser = _add(commands, "screenshot", "draw the window into a picture")
    _add_design(parser)
    _add_sales(parser)
    parser.add_argument(
        "--page",
        metavar="design",
        default="design",
        help="also sales, plan, compare, versions, steps, export, set-aside, start, presentation, "
        "help, or import, which shows how --sales is understood",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", metavar="1600x1000", default="1600x1000")
    parser.add_argument("--scale", metavar="1", default="1", help="device pixels per pixel")
    _add_out(parser, "the PNG file to write")


def _add_demo(commands: Commands) -> None:
    parser = _add(commands, "demo", "run the whole loop on the sample dealership (invented)")
    parser.add_argument("folder", metavar="DIR", nargs="?", help="where to; else a new folder")
    parser.add_argument("--force", action="store_true", help="replace existing files")
