"""LibreTranslate over HTTP: one service, one address, no redirects, small answers, short patience."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from seguia.translation.machine import MachineFault

MOST_CHARACTERS = 5000
"""Of one request; a longer text is translated paragraph by paragraph."""
MOST_TEXTS = 20
MOST_BYTES = 1_000_000
"""Of an answer."""
ATTEMPTS = 2
PAUSE = 0.5
"""Seconds before the second attempt."""
_CODES = {400: "language", 401: "refused", 403: "refused", 413: "too_long", 429: "busy"}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is sent to one host is not carried to another."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class LibreTranslate:
    """A LibreTranslate service. `timeout` is in seconds, for one request."""

    def __init__(self, url: str, *, key: str = "", timeout: float = 10.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("MACHINE_TRANSLATION_URL must be the http(s) address of a LibreTranslate service")
        self._url = f"{url.rstrip('/')}/translate"
        self._key, self._timeout = key, timeout
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """See `Provider`."""
        pieces = [_paragraphs(text) for text in texts]
        flat = [piece for found in pieces for piece in found]
        done: list[str] = []
        for batch in _batches(flat):
            done += self._ask(batch, source, target)
        answers = iter(done)
        return ["\n".join(next(answers) if piece.strip() else "" for piece in found) for found in pieces]

    def _ask(self, texts: list[str], source: str, target: str) -> list[str]:
        body: dict[str, Any] = {"q": texts, "source": source, "target": target, "format": "text"}
        if self._key:
            body["api_key"] = self._key
        for attempt in range(ATTEMPTS):
            try:
                return _texts_of(self._post(json.dumps(body).encode()), len(texts))
            except MachineFault as fault:
                if fault.code not in {"unreachable", "busy"} or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE)
        raise MachineFault("unreachable")

    def _post(self, body: bytes) -> bytes:
        request = urllib.request.Request(  # noqa: S310 -- the scheme is checked above
            self._url, body, {"Content-Type": "application/json", "Accept": "application/json"}
        )
        until = time.monotonic() + self._timeout
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _read(answer, until)
        except urllib.error.HTTPError as error:
            error.close()
            raise MachineFault(_CODES.get(error.code, "unreachable" if error.code >= 500 else "broken")) from error
        except TimeoutError as error:
            raise MachineFault("too_slow") from error
        except urllib.error.URLError as error:
            raise MachineFault("too_slow" if isinstance(error.reason, TimeoutError) else "unreachable") from error
        except OSError as error:
            raise MachineFault("unreachable") from error


def _read(answer: Any, until: float) -> bytes:
    """The whole answer, within its size and its time: a service that drips does not hold the worker."""
    read = b""
    while chunk := answer.read1(65536):
        read += chunk
        if len(read) > MOST_BYTES:
            raise MachineFault("broken")
        if time.monotonic() > until:
            raise MachineFault("too_slow")
    return read


def _texts_of(raw: bytes, number: int) -> list[str]:
    try:
        texts = json.loads(raw)["translatedText"]
    except (ValueError, KeyError, TypeError) as error:
        raise MachineFault("broken") from error
    if not isinstance(texts, list) or len(texts) != number or not all(isinstance(text, str) for text in texts):
        raise MachineFault("broken")
    return texts


def _paragraphs(text: str) -> list[str]:
    """A text that fits stays whole; a longer one is cut at its line ends. Raises MachineFault where that is not enough."""
    pieces = [text] if len(text) <= MOST_CHARACTERS else text.split("\n")
    if any(len(piece) > MOST_CHARACTERS for piece in pieces):
        raise MachineFault("too_long")
    return pieces


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        if not text.strip():
            continue
        if batch and (len(batch) == MOST_TEXTS or sum(map(len, batch)) + len(text) > MOST_CHARACTERS):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
