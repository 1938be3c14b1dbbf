"""How a text is shown: safely, in its own language, with the translation that a reader of this page may want."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from seguia.core.languages import current_language
from seguia.questions.models import Post, PostTranslation
from seguia.questions.standing import Standing

_LINK = re.compile(r"https://[^\s<>\"'«»“”‘’]+")
_TRAILING = ".,;:!?)]}،؛؟…"


def said_html(text: str) -> SafeString:
    """Paragraphs and line ends; addresses that begin with https:// lead somewhere, everything else is text."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return mark_safe("".join(f"<p>{_linked(one)}</p>" for one in paragraphs if one.strip()))  # noqa: S308 -- escaped


def _linked(text: str) -> str:
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        address = found.group().rstrip(_TRAILING)
        pieces += [_lines(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*pieces, _lines(text[end:])])


def _lines(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")


def _link(address: str) -> str:
    return format_html('<a href="{0}" rel="nofollow ugc noopener" dir="ltr">{0}</a>', address)


@dataclass(frozen=True)
class Shown:
    """One text for one reader."""

    post: Post
    may_edit: bool = False
    may_withdraw: bool = False
    may_accept: bool = False
    may_request: bool = False
    is_staff: bool = False
    language: str = ""
    translation: PostTranslation | None = None
    """Into the language of the page, made from the present wording."""
    waiting: PostTranslation | None = None
    """Asked for, and not there yet."""

    @property
    def is_hidden(self) -> bool:
        """Its place is kept because others answered; the words are not shown."""
        return not self.post.is_legible

    @property
    def is_foreign(self) -> bool:
        """Written in another language than the page."""
        return self.post.language != self.language


def shown(post: Post, standing: Standing) -> Shown:
    """What this person sees of a text and may do with it; no query where its names are loaded."""
    language = current_language()
    own = next((one for one in post.translations.all() if one.language == language), None)
    is_current = own is not None and bool(own.text) and own.made_from == post.mark
    is_foreign = post.language != language
    waits = own is not None and not is_current and own.state != PostTranslation.State.DONE
    return Shown(
        post=post,
        may_edit=standing.may_edit(post),
        may_withdraw=standing.may_withdraw(post),
        may_accept=standing.may_accept(post),
        may_request=is_foreign and not is_current and not waits and standing.may_request(post),
        is_staff=standing.is_staff,
        language=language,
        translation=own if is_current and is_foreign and post.is_legible else None,
        waiting=own if waits and is_foreign and post.is_legible else None,
    )


def shown_thread(question: Post, standing: Standing) -> dict[str, Any]:
    """A question and its answers."""
    answers = [shown(answer, standing) for answer in getattr(question, "shown_answers", [])]
    return {"question": shown(question, standing), "answers": answers}
