"""Writes: one verb each."""

from seguia.questions.services.changing import accept_answer, edit_post, withdraw_post
from seguia.questions.services.moderating import ask_to_mend, remind_again, restore_post, take_offline
from seguia.questions.services.posting import answer_question, ask_question
from seguia.questions.services.reminding import look_after_unanswered
from seguia.questions.services.translating import carry_out_translations, request_post_translation

__all__ = [
    "accept_answer",
    "answer_question",
    "ask_question",
    "ask_to_mend",
    "carry_out_translations",
    "edit_post",
    "look_after_unanswered",
    "remind_again",
    "request_post_translation",
    "restore_post",
    "take_offline",
    "withdraw_post",
]
