"""A mapping as the text of a mapping file, so that it can be kept and handed on.

The other half of `mapping`, which reads such files. Knows TOML's texts; no sales file.
"""

from __future__ import annotations

from matrix_designer.formats.mapping import SalesMapping

_HEAD = (
    "# What a sales file does not say itself; read by `import --map` and by the Import page.\n"
    '# A column is named by its header, or by its number counted from 1; "" is none.\n'
)


def mapping_text(mapping: SalesMapping) -> str:
    """Write a mapping so that `read_mapping` reads the same."""
    lines = []
    if mapping.style is not None:
        lines.append(f"decimal = {_text(mapping.style.value)}")
    for key, text in (
        ("delimiter", mapping.delimiter),
        ("sheet", mapping.sheet),
        ("encoding", mapping.encoding),
        ("layout", mapping.layout),
    ):
        if text is not None:
            lines.append(f"{key} = {_text(text)}")
    if mapping.header is not None:
        lines.append(f"header = {mapping.header}")
    if mapping.months:
        told = (
            _text(column) if isinstance(column, str) else str(column) for column in mapping.months
        )
        lines.append(f"months = [{', '.join(told)}]")
    if mapping.cents:
        lines.append(f"cents = [{', '.join(map(_text, sorted(mapping.cents)))}]")
    if mapping.cuts is not None:
        lines.append(f"cuts = [{', '.join(str(at + 1) for at in mapping.cuts)}]")
    columns = {
        name: str(column) if isinstance(column, int) else _text(column)
        for name, column in mapping.columns.items()
    }
    positions = {
        name: _text(f"{start + 1}-{end}") for name, (start, end) in mapping.positions.items()
    }
    implied = {name: str(decimals) for name, decimals in mapping.implied.items()}
    tables = {
        "columns": columns,
        "positions": positions,
        "implied": implied,
        "returns": _returns(mapping),
    }
    for title, table in tables.items():
        if table:
            lines += ["", f"[{title}]", *(f"{name} = {said}" for name, said in table.items())]
    return _HEAD + "\n".join([*lines, ""])


def _returns(mapping: SalesMapping) -> dict[str, str]:
    """Return the table of what marks returns; empty where nothing was said of them."""
    if mapping.returns is None:
        return {}
    column, marked = mapping.returns.column, mapping.returns.marked
    return {
        "column": str(column) if isinstance(column, int) else _text(column),
        "marked": f"[{', '.join(map(_text, marked))}]",
    }


def _text(text: str) -> str:
    """Write a text as TOML's basic string."""
    said = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(map(_letter, said)) + '"'


def _letter(letter: str) -> str:
    if letter == "\t":
        return "\\t"
    return letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04x}"
