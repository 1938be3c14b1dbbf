"""What the tests of conversations share: asking and answering in a few words."""

from typing import Any

from django.test import Client

from seguia.config.testing import Cast
from seguia.membership.models import Organisation
from seguia.questions.models import Post
from seguia.questions.services import answer_question, ask_question

WORDS = "كم كلفت الصيانة السنوية؟ ومن يتكلف بها؟"
REPLY = "حوالي 120 000 درهم في السنة، وتتكلف بها مصلحتنا التقنية."


def ask(cast: Cast, **more: Any) -> Post:
    """The mayor of Loos asks Chefchaouen, in French unless told otherwise."""
    given = {
        "user": cast.loos_mayor,
        "action": cast.arabic_action,
        "speaker": cast.loos_town.public_id,
        "text": "Combien coûte l’entretien chaque année ?",
        "language": "fr",
        **more,
    }
    return ask_question(**given)


def answer(cast: Cast, question: Post, **more: Any) -> Post:
    """The mayor of Chefchaouen answers, in Arabic unless told otherwise."""
    given = {
        "user": cast.mayor,
        "question": question,
        "speaker": cast.chefchaouen_town.public_id,
        "text": REPLY,
        "language": "ar",
        **more,
    }
    return answer_question(**given)


def filled(client: Client, path: str, speaker: Organisation | str, **more: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    shown = client.get(path)
    public_id = speaker if isinstance(speaker, str) else speaker.public_id
    given = {
        "form_key": shown.context["form_key"],
        "text": WORDS,
        "language": "ar",
        "speaker": public_id,
        "function": "",
    }
    return {**given, "seen": str(shown.context["seen"]), **more}
