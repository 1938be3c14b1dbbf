"""Questions on an action to read by machine: what is public, whoever asks."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.actions.queries import action_for
from seguia.core.addresses import addresses_by_language
from seguia.core.api import (
    Addresses,
    CodeOut,
    Label,
    Page,
    PageRequest,
    TextItem,
    Texts,
    coded,
    label_of,
    page_of,
    texts_of,
)
from seguia.core.identifiers import PublicIdConverter
from seguia.questions.models import Post, PostTranslation
from seguia.questions.queries import questions_on

router = Router(tags=["questions"])


class SpeakerOut(Schema):
    """On behalf of whom a text was written; persons are not named."""

    side: CodeOut = Field(
        description="`asker`, `source` (the town that did the action), `peer` (we too) or `secretariat`."
    )
    organisation: str | None = Field(description="Public identifier; null for the secretariat.")
    name: Texts | None = Field(description="Name of the town or organisation; null for the secretariat.")
    label: Label
    function: str = Field(
        description="The function of the person, where they want it shown, in the language of the text."
    )


class PostTranslationOut(Schema):
    """The text in another language, made from its present wording."""

    language: str
    text: str
    is_machine: bool = Field(description="Whether a machine made it and no person has read it.")


class PostOut(TextItem):
    """A question or an answer."""

    id: str
    text: str = Field(description="As it was written, plain text; empty where it was taken away and its answers stay.")
    is_withdrawn: bool
    speaker: SpeakerOut
    said_at: datetime.datetime
    edited_at: datetime.datetime | None = Field(description="When it was changed after more than half an hour.")
    translations: list[PostTranslationOut]


class AnswerOut(PostOut):
    """An answer."""

    helped: bool = Field(description="The town that asked says that it helped.")
    example: str | None = Field(description="Identifier of the own action of a town that did something similar.")


class QuestionOut(PostOut):
    """A question with its answers, the oldest first."""

    url: Addresses
    answers: list[AnswerOut]


@router.get(
    "/actions/{public_id}/questions",
    response=Page[QuestionOut],
    url_name="list_questions",
    summary="Questions on one action",
)
def list_questions(request: HttpRequest, public_id: str, asked: Query[PageRequest]) -> Any:
    """What other towns asked about an action and what was answered, the newest first."""
    visitor = AnonymousUser()
    action = action_for(visitor, PublicIdConverter().to_python(public_id))
    return page_of(request, questions_on(action, visitor, newest=True), asked, _question)


def _question(post: Post) -> QuestionOut:
    answers = [_answer(one) for one in getattr(post, "shown_answers", [])]
    return QuestionOut(**_said(post), url=addresses_by_language(post.get_absolute_url), answers=answers)


def _answer(post: Post) -> AnswerOut:
    example = post.example.public_id if post.example and post.example.status == "published" else None
    return AnswerOut(**_said(post), helped=post.helped_at is not None, example=example)


def _said(post: Post) -> dict[str, Any]:
    done = [one for one in post.translations.all() if post.is_legible and _is_current(one, post)]
    return {
        "id": post.public_id,
        "text": post.text if post.is_legible else "",
        "is_withdrawn": not post.is_legible,
        "original_language": post.language,
        "languages": [post.language, *(one.language for one in done)],
        "speaker": _speaker(post),
        "said_at": post.said_at,
        "edited_at": post.edited_at,
        "translations": [
            PostTranslationOut(language=one.language, text=one.text, is_machine=one.is_machine) for one in done
        ],
    }


def _is_current(translation: PostTranslation, post: Post) -> bool:
    return bool(translation.text) and translation.made_from == post.mark


def _speaker(post: Post) -> SpeakerOut:
    town = post.organisation
    return SpeakerOut(
        side=coded(post.side, post.get_side_display()),
        organisation=town.public_id if town else None,
        name=texts_of(town.name) if town else None,
        label=label_of(town.name) if town else str(post.get_side_display()),
        function=post.function if post.is_legible else "",
    )
