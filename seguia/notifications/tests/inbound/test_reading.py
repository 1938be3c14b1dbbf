"""What is read in a mail: the person's own words in every mail program's manner, the files; and nothing makes it fall."""

import contextlib
import random
import time
import tracemalloc

import pytest

from seguia.notifications.inbound.letters import language_of, read_letter
from seguia.notifications.inbound.parsing import MOST_BYTES, Unreadable, text_in
from seguia.notifications.inbound.plain import plain_text
from seguia.notifications.inbound.quotes import own_words
from seguia.notifications.inbound.reading import file_name
from seguia.notifications.tests.inbound.corpus import CORPUS, Sample, attached, mail, plain, several


@pytest.mark.parametrize("sample", CORPUS, ids=lambda sample: sample.name)
def test_own_words_and_files(sample: Sample) -> None:
    letter = read_letter(mail(sample.body, subject=sample.subject))
    content = letter.content()
    assert content.text == sample.text
    assert [file.name for file in content.files] == sample.files
    assert letter.subject == sample.heading
    assert letter.sender == "mayor@example.org"


def test_corpus_is_no_small_one() -> None:
    assert len({sample.name for sample in CORPUS}) == len(CORPUS) >= 25


def levels(number: int) -> bytes:
    body = plain("x")
    for level in range(number):
        body = several("mixed", body, boundary=f"L{level}")
    return body


BOMBS = {
    "parts": several("mixed", *[b"\nx"] * 100_000),
    "levels": levels(300),
    "lines": plain("\n" * 1_000_000),
    "headers": b"".join(b"X-%d: y\n" % number for number in range(50_000)) + b"\nx",
    "one_header": b"Content-Type: text/plain; " + b'a="b;' * 1_000_000 + b"\n\nx",
    "boundary": b'Content-Type: multipart/mixed; boundary="' + b"(a+)+" * 20_000 + b'"\n\nx',
    "html": plain("<a <b <!-- <style <" * 50_000, kind="text/html"),
    "html_of_brackets": plain("<" * 1_900_000, kind="text/html"),
    "html_of_half_tags": plain(("<a" + "b" * 3990) * 450, kind="text/html"),
    "html_of_links": plain("<a href=http://x>" * 100_000, kind="text/html"),
    "html_quotes": plain("<blockquote>" * 100_000 + "x", kind="text/html"),
    "quoted": plain("> " * 100 + "\n" + "Le a\n" * 20_000),
    "announcements": plain("On " * 60_000 + "\n" + "في كتب 12:30 " * 3_000),
    "long_line": plain("كتب " * 40_000),
    "words": b"Subject: " + b"=?utf-8?Q?a?= " * 50_000 + b"\nContent-Type: text/plain\n\nx",
    "charset_bomb": b"Content-Type: text/plain; charset=zlib\n\n" + b"x" * 1000,
    "idna": b"Content-Type: text/plain; charset=punycode\n\n" + b"x" * 1_000_000,
    "nested_mails": b"Content-Type: message/rfc822\n\n" * 500 + b"x",
    "names": several("mixed", *[attached('Content-Type: application/pdf; name="a.pdf"') for _ in range(150)]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_ends_early(name: str) -> None:
    raw = mail(BOMBS[name])
    tracemalloc.start()
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        read_letter(raw).content()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - began < 12
    assert most < 300_000_000


def test_any_bytes_are_read_or_refused() -> None:
    """Broken, cut and shuffled mails: `Unreadable` is all that may come out."""
    dice = random.Random(5)
    for sample in CORPUS:
        raw = mail(sample.body, subject=sample.subject)
        for _ in range(25):
            broken = bytearray(raw)
            for _hit in range(dice.randrange(1, 30)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            start = dice.randrange(len(broken))
            for piece in (bytes(broken), bytes(broken[:start]), bytes(broken[start:])):
                try:
                    letter = read_letter(piece)
                    content = letter.content()
                except Unreadable:
                    continue
                assert "\0" not in content.text + letter.subject + letter.message_id + letter.sender


def test_of_a_mail_that_is_too_large_the_head_is_read() -> None:
    raw = mail(attached("Content-Type: application/pdf", b"x" * 100))
    letter = read_letter(raw + b"A" * MOST_BYTES)
    assert (letter.is_too_large, letter.sender, letter.subject) == (True, "mayor@example.org", "Re: Compost")


@pytest.mark.parametrize(
    ("sender", "read"),
    [
        ("Mayor <Mayor@Example.org>", "mayor@example.org"),
        ('"mayor@example.org" <other@example.net>', "other@example.net"),
        ("=?utf-8?Q?=3Cmayor=40example.org=3E?= <other@example.net>", "other@example.net"),
        ("mayor@example.org, other@example.net", ""),
        ("mayor@example.org\r\nFrom: other@example.net", ""),
        ("", ""),
        ("mayor", ""),
        ("mayor@a@b", ""),
    ],
)
def test_sender_is_one_address_or_none(sender: str, read: str) -> None:
    assert read_letter(mail(plain("x"), sender=sender)).sender == read


@pytest.mark.parametrize("message_id", ["", "none", "<a b@c>", "<" + "a" * 400 + "@b>", "<é@b>"])
def test_mail_without_message_id_is_known_by_its_content(message_id: str) -> None:
    one, again = (read_letter(b"Received: x%d\r\n" % n + mail(plain("x"), message_id=message_id)) for n in (1, 2))
    other = read_letter(mail(plain("y"), message_id=message_id))
    assert one.message_id == ""
    assert one.identity == again.identity != other.identity


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\تقرير.pdf", "تقرير.pdf"),
        ("a\r\nBcc: x.pdf", "aBcc: x.pdf"),
        ("\u202egpj.exe", "gpj.exe"),
        ("  ..  ", "file"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_file_names_are_harmless(given: str, name: str) -> None:
    assert file_name(given, "application/pdf") == name


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [("نعم", "fr", "ar"), ("Oui", "ar", "fr"), ("Yes", "en", "en"), ("123", "ar", "ar"), ("Oui نعم مرحبا", "en", "ar")],
)
def test_language_follows_the_script(text: str, language: str, told: str) -> None:
    assert language_of(text, language) == told


def test_charsets_that_are_none_do_no_harm() -> None:
    for charset in ("zlib", "idna", "punycode", "rot13", "unicode_escape", "\0", "x" * 5000, ""):
        assert text_in("é".encode(), charset) == "é"


def test_markup_becomes_text_never_markup() -> None:
    assert plain_text("<p>a &lt;script&gt; b</p><script>c</script><style>d") == "a <script> b"
    assert plain_text("1 < 2 <br> 3 > 2") == "1 < 2\n3 > 2"


def test_all_that_was_written_is_kept_where_nothing_is_recognised() -> None:
    text = "De : la mairie\nÀ : tous\n\n> une citation choisie\n\nVoilà."
    assert own_words(text) == text
