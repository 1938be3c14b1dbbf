"""Answers as mail programs write them, in three languages: the mail, the words of the person, the names of the files."""

import base64
from dataclasses import dataclass, field

HEAD = """\
Return-Path: <mayor@example.org>
From: {sender}
To: Seguia <{to}>
Subject: {subject}
Message-ID: {message_id}
Date: Sun, 22 Nov 2026 09:15:00 +0100
MIME-Version: 1.0
"""
LONG_NAME = "محضر الاجتماع حول فرز النفايات العضوية وتسميدها في المدارس والأسواق " * 4 + ".pdf"
"""More than 300 bytes."""


@dataclass(frozen=True)
class Sample:
    """One mail below its head (`HEAD`), and what is read in it."""

    name: str
    body: str | bytes
    text: str
    files: list[str] = field(default_factory=list)
    subject: str = "Re: Compost"
    heading: str = "Re: Compost"
    """The subject as it is read."""


def mail(
    body: str | bytes,
    *,
    to: str = "reply@example.org",
    sender: str = "mayor@example.org",
    subject: str = "Re: Compost",
    message_id: str = "<one@mail.example.org>",
    head: str = "",
) -> bytes:
    """A whole mail with the ends of lines that mail has."""
    top = HEAD.format(to=to, sender=sender, subject=subject, message_id=message_id) + head
    raw = body.encode() if isinstance(body, str) else body
    return (top.encode() + raw).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def plain(text: str, charset: str = "utf-8", kind: str = "text/plain", extra: str = "") -> bytes:
    """A part with 8-bit text."""
    return (
        f"Content-Type: {kind}; charset={charset}{extra}\nContent-Transfer-Encoding: 8bit\n\n".encode()
        + text.encode(charset if charset != "x-mystery" else "utf-8")
    )


def packed(text: str, charset: str = "utf-8", kind: str = "text/plain") -> bytes:
    """A part in base64."""
    content = base64.encodebytes(text.encode(charset)).decode()
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: base64\n\n{content}".encode()


def attached(head: str, content: bytes = b"%PDF-1.4 x") -> bytes:
    """A file; `head` holds its type, disposition and name."""
    return f"{head}\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(content).decode()}".encode()


def several(kind: str, *parts: bytes, boundary: str = "B1") -> bytes:
    """A multipart."""
    inside = b"".join(f"--{boundary}\n".encode() + part + b"\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode() + inside + f"--{boundary}--\n".encode()


def rfc2231(name: str) -> str:
    """A long name in numbered pieces of percent signs."""
    escaped = "".join(f"%{byte:02X}" for byte in name.encode())
    pieces = [escaped[place : place + 60] for place in range(0, len(escaped), 60)]
    lines = [f" filename*{n}*={'' if n else chr(117) + 'tf-8' + chr(39) * 2}{piece}" for n, piece in enumerate(pieces)]
    return "Content-Disposition: attachment;\n" + ";\n".join(lines)


QUOTED = "> هل يمكنكم أن ترسلوا لنا الأرقام؟\n> Merci.\n"
OUTLOOK_HTML = """<html><head><style>p {color: red}</style></head><body><p>Bonjour,</p><p>Oui, 12&nbsp;000&nbsp;€ par an.<br>
Voir <a href="https://example.org/budget">le budget</a>.</p><!-- x --><div id="divRplyFwdMsg"><hr>
<b>De&nbsp;:</b> Réseau<br><b>Envoyé&nbsp;:</b> dimanche 22 novembre 2026<br><b>À&nbsp;:</b> Maire<br>
<b>Objet&nbsp;:</b> Compost</div><p>Combien ?</p></body></html>"""
GMAIL_HTML = """<div dir="rtl">نعم، اشترينا<b> ثلاث </b>آلات.<ul><li>الأولى</li><li>الثانية</li></ul></div><br>
<div class="gmail_quote"><div dir="rtl">في الأحد، 22 نوفمبر 2026 في 9:15 ص تمت كتابة ما يلي بواسطة Seguia
&lt;<a href="mailto:reply@example.org">reply@example.org</a>&gt;:<br></div>
<blockquote><p>كم كلفت؟</p></blockquote></div>"""

CORPUS = [
    Sample("plain", plain("نعم، يمكنكم زيارتنا.\nمرحبا بكم.\n"), "نعم، يمكنكم زيارتنا.\nمرحبا بكم."),
    Sample(
        "gmail_english",
        plain(f"Yes.\n\nOn Sun, Nov 22, 2026 at 9:15 AM Seguia <reply@example.org>\nwrote:\n\n{QUOTED}"),
        "Yes.",
    ),
    Sample(
        "gmail_french",
        plain(f"Oui, volontiers.\n\nLe dim. 22 nov. 2026 à 09:15, Seguia <reply@example.org> a\nécrit :\n{QUOTED}"),
        "Oui, volontiers.",
    ),
    Sample(
        "gmail_arabic",
        plain(
            "نعم بكل سرور.\n\n\u202bفي الأحد، 22 نوفمبر 2026 في 9:15 ص تمت كتابة ما يلي بواسطة "
            f"\u202aSeguia\u202c\u200f <\u202areply@example.org\u202c\u200f>:\u202c\n\n{QUOTED}"
        ),
        "نعم بكل سرور.",
    ),
    Sample(
        "apple_arabic",
        plain(f"شكرا لكم.\n\nفي ٢٢ نوفمبر ٢٠٢٦، الساعة ٩:١٥ ص، كتب \u200fSeguia <reply@example.org>:\n\n{QUOTED}"),
        "شكرا لكم.",
    ),
    Sample("arabic_wrote_first", plain(f"نوافق.\n\nكتبت سعاد في 22/11/2026 09:15:\n{QUOTED}"), "نوافق."),
    Sample(
        "thunderbird_flowed",
        plain("Une phrase qui \ncontinue.\nUne autre.\n\nLe 22/11/2026 à 09:15, Seguia a écrit :\n> Q\n",
              extra="; format=flowed"),
        "Une phrase qui continue.\nUne autre.",
    ),
    Sample(
        "outlook_english",
        plain("See below.\n\nRegards\n\n________________________________\nFrom: Seguia <reply@example.org>\n"
              "Sent: Sunday, 22 November 2026 09:15\nTo: Mayor\nSubject: Compost\n\nHow much?\n"),
        "See below.\n\nRegards",
    ),
    Sample(
        "outlook_french_divider",
        plain("C'est fait.\n\n-----Message d'origine-----\nDe : Seguia\nEnvoyé : dimanche\nÀ : Maire\nObjet : Compost\n\nQ\n"),
        "C'est fait.",
    ),
    Sample(
        "outlook_arabic",
        plain("تم ذلك.\n\nمن: Seguia\nتاريخ الإرسال: الأحد 22 نونبر 2026\nإلى: رئيس الجماعة\nالموضوع: التسميد\n\nكم؟\n"),
        "تم ذلك.",
    ),
    Sample("outlook_html", plain(OUTLOOK_HTML, kind="text/html"),
           "Bonjour,\n\nOui, 12\u00a0000\u00a0€ par an.\nVoir le budget <https://example.org/budget>."),
    Sample("gmail_html", packed(GMAIL_HTML, kind="text/html"), "نعم، اشترينا ثلاث آلات.\n- الأولى\n- الثانية"),
    Sample(
        "alternative",
        several("alternative", plain("En clair.\n"), plain("<p>En couleur.</p>", kind="text/html")),
        "En clair.",
    ),
    Sample(
        "empty_plain_part",
        several("alternative", plain(" \n"), plain("<p>Seulement ici.</p>", kind="text/html")),
        "Seulement ici.",
    ),
    Sample(
        "bottom_posting",
        plain(f"On Sun, Nov 22, 2026 at 9:15 AM Seguia <reply@example.org> wrote:\n{QUOTED}\nMy answer is below.\n"),
        "My answer is below.",
    ),
    Sample(
        "between_the_lines",
        plain("Le 22 nov. 2026 à 09:15, Seguia <r@example.org> a écrit :\n> Combien ?\nDouze.\n> Où ?\nÀ Loos.\n"),
        "Douze.\n\nÀ Loos.",
    ),
    Sample("signature", plain("D'accord.\n\n-- \nLe maire\nTél. 03 00 00 00 00\n"), "D'accord."),
    Sample("iphone_arabic", plain("موافقون.\n\nأُرسلت من الـ iPhone\n"), "موافقون."),
    Sample("iphone_french", plain("Entendu.\n\nEnvoyé de mon iPhone\n"), "Entendu."),
    Sample("windows_1256", plain("شكرا على الجواب.\n", "windows-1256"), "شكرا على الجواب."),
    Sample("unknown_charset", plain("تحية طيبة.\n", "x-mystery"), "تحية طيبة."),
    Sample(
        "own_sentence_is_kept",
        plain("Le maire a écrit :\nnous viendrons en mai.\nOn Monday he wrote:\nyes.\n"),
        "Le maire a écrit :\nnous viendrons en mai.\nOn Monday he wrote:\nyes.",
    ),
    Sample(
        "encoded_subject",
        plain("نعم\n"),
        "نعم",
        subject="=?UTF-8?B?2LHYrzog2KfZhNiq2LPZhdmK2K8=?=\r\n =?UTF-8?Q?_X=0ABcc:_a@b?=",
        heading="رد: التسميد X Bcc: a@b",
    ),
    Sample(
        "arabic_file_name_of_300_bytes",
        several("mixed", plain("المرفق.\n"), attached(f"Content-Type: application/pdf\n{rfc2231(LONG_NAME)}")),
        "المرفق.",
        files=[LONG_NAME[:116].rstrip() + ".pdf"],
    ),
    Sample(
        "file_name_in_words",
        several(
            "mixed",
            plain("Ci-joint.\n"),
            attached('Content-Type: application/pdf; name="=?utf-8?Q?..=2Fd=C3=A9lib=C3=A9ration=2Epdf?="'),
        ),
        "Ci-joint.",
        files=["délibération.pdf"],
    ),
    Sample(
        "mail_inside",
        several(
            "mixed",
            plain("Voyez ceci.\n"),
            b"Content-Type: message/rfc822\n\nFrom: a@example.org\nSubject: x\nContent-Type: text/plain\n\nNot mine\n",
        ),
        "Voyez ceci.",
        files=["mail.eml"],
    ),
    Sample(
        "logo_and_photo",
        several(
            "related",
            plain("<p>La photo.</p><img src=cid:a>", kind="text/html"),
            attached("Content-Type: image/png\nContent-ID: <a>\nContent-Disposition: inline", b"x" * 400),
            attached('Content-Type: image/jpeg; name="a.jpg"\nContent-ID: <b>', b"y" * 20_000),
        ),
        "La photo.",
        files=["a.jpg"],
    ),
    Sample("controls_and_direction", plain("A\u202eB\x00C\x1bD\u2066E\n"), "A B C D E"),
    Sample("nothing_but_the_quotation", plain(f"\nOn 22 Nov 2026, at 09:15, Seguia <r@example.org> wrote:\n{QUOTED}"), ""),
]  # fmt: skip
