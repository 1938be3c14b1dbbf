"""One real thing of every kind of `seguia.questions`, and who may open its addresses."""

from typing import TYPE_CHECKING

from seguia.questions.services import answer_question, ask_question, take_offline

if TYPE_CHECKING:
    from tests.architecture.world import World

NARROWER: list[tuple[str, str, set[str]]] = [
    ("questions", "ask", {"loos_mayor"}),
    ("questions", "answer", {"loos_mayor", "clerk", "mayor", "secretariat"}),
    ("questions", "edit", {"loos_mayor"}),
    ("questions", "withdraw helped", {"loos_mayor"}),
]
"""(namespace, names of routes, roles) where only some of those the table of access names may."""


def add(world: "World") -> None:
    """The mayor of Loos asks Chefchaouen, which answers; one question more was taken offline."""
    cast = world.cast
    asking = {"user": cast.loos_mayor, "action": cast.arabic_action, "speaker": cast.loos_town.public_id}
    question = ask_question(**asking, text="Qui entretient les installations ?", language="fr")
    hidden = ask_question(**asking, text="سؤال يحمل اسم شخص", language="ar")
    answer = answer_question(
        user=cast.mayor,
        question=question,
        speaker=cast.chefchaouen_town.public_id,
        text="مصلحتنا التقنية",
        language="ar",
    )
    take_offline(user=cast.secretariat, post=hidden, reason="اسم شخص")
    world.lead("questions", "of-action ask", public_id=cast.arabic_action.public_id)
    world.lead("questions", "detail answer edit withdraw offline", public_id=question.public_id)
    world.lead("questions", "restore", public_id=hidden.public_id)
    world.lead("questions", "helped", public_id=answer.public_id)
    world.lead("questions", "translate", public_id=answer.public_id, language="fr")
    world.lead("api", "list_questions", public_id=cast.arabic_action.public_id)
