from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Asking those who did it: questions on a published action, in any language, answered in public."""

    name = "seguia.questions"
