"""A person's own words: without the mail they answer, which their program put below or above, and without a signature.

Mail programs announce what they quote in words of their own language. Where nothing is recognised the whole text is kept:
too much of it is a nuisance, a lost sentence is a fault.
"""

import re

_ANNOUNCED = re.compile(
    "|".join(
        (
            r"on .{4,300}\bwrote ?:",
            r"le .{4,300}\ba écrit ?:",
            r".{2,200}\ba écrit le .{4,100}:",
            r"في .{4,300}(?:تمت كتابة ما يلي بواسطة|كتبت?)\b.{0,200}:",
            r"بتاريخ .{4,300}كتبت?\b.{0,200}:",
            r"كتبت? .{0,200}(?:في|بتاريخ|يوم) .{4,200}:",
        )
    ),
    re.IGNORECASE,
)
"""`On … wrote:`, `Le … a écrit :`, `في … كتب …:`, over four lines at the most."""
_BEGINS = re.compile(r"on |le |في |بتاريخ |كتبت? |.{2,60} a écrit le ", re.IGNORECASE)
_CERTAIN = re.compile(r"@|\d{1,2} ?[:h٫] ?\d{2}")
"""An address or the time of a day: "The mayor wrote:" is a sentence of somebody's own."""
_DIVIDER = re.compile(
    r"-{2,} ?(?:original message|forwarded message|message d['’]origine|message original|message transféré|"
    r"الرسالة الأصلية|رسالة أصلية|الرسالة المعاد توجيهها|رسالة معاد توجيهها) ?-{2,}",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:from|de|من) ?:", re.IGNORECASE)
_HEADS = re.compile(
    r"(?:sent|date|to|cc|subject|envoyé(?: le)?|à|a|objet|إلى|الى|نسخة|الموضوع|تاريخ الإرسال|تم الإرسال|أرسلت|أُرسلت|التاريخ) ?:",
    re.IGNORECASE,
)
"""The block with which Outlook begins what it quotes: `From:`, then at least two of these."""
_DEVICE = re.compile(
    r"(?:sent from (?:my|mail|outlook|yahoo|proton)|get outlook for|envoyé (?:de|depuis|à partir)|télécharger outlook|"
    r"(?:أُ?رسلت|تم الإرسال|مرسل|مرسلة) من|الحصول على outlook)[^\n]{0,80}",
    re.IGNORECASE,
)
_MARKS = str.maketrans("", "", "\u200e\u200f\u061c*")
_SIGNATURE_LINES = 15


def own_words(text: str) -> str:
    """Empty when the mail holds nothing but what it quotes."""
    lines = text.split("\n")
    for place in range(len(lines)):
        if length := _announcement(lines, place):
            return _tidy([*lines[:place], *_written_between(lines[place + length :])])
        if _is_divider(lines, place):
            return _tidy(lines[:place])
    return _tidy(lines)


def _plain(line: str) -> str:
    return " ".join(line.translate(_MARKS).split())


def _announcement(lines: list[str], place: int) -> int:
    """How many lines from here announce a quotation; 0 when they do not."""
    if not _BEGINS.match(_plain(lines[place][:500])):
        return 0
    joined = ""
    for length, line in enumerate(lines[place : place + 4], 1):
        joined = f"{joined} {_plain(line[:500])}".strip()
        if joined.endswith(":") and _ANNOUNCED.fullmatch(joined):
            is_quoted = _next_line(lines[place + length :]).startswith(">")
            return length if is_quoted or _CERTAIN.search(joined) else 0
    return 0


def _next_line(lines: list[str]) -> str:
    return next((line.strip() for line in lines[:3] if line.strip()), "")


def _written_between(lines: list[str]) -> list[str]:
    """What somebody wrote below or between the lines that their program quoted with `>`; without such lines all that
    follows is the quotation."""
    if not _next_line(lines).startswith(">"):
        return []
    return ["", *("" if line.lstrip().startswith(">") else line for line in lines)]


def _is_divider(lines: list[str], place: int) -> bool:
    line = _plain(lines[place][:200])
    if _DIVIDER.fullmatch(line):
        return True
    following = (_plain(other[:60]) for other in lines[place + 1 : place + 9])
    return bool(_HEAD.match(line)) and sum(bool(_HEADS.match(other)) for other in following) >= 2


def _tidy(lines: list[str]) -> str:
    """Without signature, device and rulers at the end, without holes."""
    for place, line in enumerate(lines):
        if line.rstrip() == "--" and place and len(lines) - place <= _SIGNATURE_LINES:
            lines = lines[:place]
            break
    while lines and (not lines[-1].strip(" _-\u200e\u200f") or _DEVICE.fullmatch(_plain(lines[-1][:200]))):
        lines = lines[:-1]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
