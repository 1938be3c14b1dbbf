"""Cells that no spreadsheet takes for a formula, without losing a character."""

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, full-width forms among it."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run it; blanks before it do not hold it back."""
    return text.startswith(_RUN) or text.lstrip(" ").startswith(_RUN)


def harmless_cell(text: str) -> str:
    """The text with an apostrophe before what might be run, and before a text that begins with an apostrophe: taking
    one away (`text_again`) always gives the text back."""
    return f"'{text}" if is_formula(text) or text.startswith("'") else text


def text_again(cell: str) -> str:
    """What `harmless_cell` was given."""
    return cell.removeprefix("'")
