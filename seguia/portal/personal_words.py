"""People's words for what the floors below keep about persons, and what somebody should know before erasing an account.

Those floors register how their data are exported and erased; that the page can say it in words is the front's part.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.accounts.models import User
from seguia.accounts.personal_data import explain_personal_data, register_erasure_warning, register_personal_data
from seguia.actions.models import ActionVersion, JourneyStep
from seguia.core.errors import Message
from seguia.files.models import StoredFile
from seguia.membership.queries import organisations_left_alone_by
from seguia.portal.models import SavedSearch

_WORDS: dict[str, tuple[Message, Message]] = {
    "saved_searches": (
        gettext_lazy("Your saved searches"),
        gettext_lazy("So that new results find you. Erased at once, with what you were told."),
    ),
    "authorship": (
        gettext_lazy("What you wrote and uploaded for your town"),
        gettext_lazy("Sheets, their versions and files belong to your town. They stay, without your name."),
    ),
    "representations": (
        gettext_lazy("Your roles"),
        gettext_lazy("For whom you may act, so that nobody else does. Erased at once."),
    ),
    "invitations": (
        gettext_lazy("Invitations"),
        gettext_lazy("Sent to you or by you, until they are answered. Those to you are erased; yours lose your name."),
    ),
    "membership_requests": (
        gettext_lazy("Requests for membership you sent"),
        gettext_lazy("The request is your organisation's and stays; your name, function and telephone are erased."),
    ),
    "contacts": (
        gettext_lazy("Your address as a contact"),
        gettext_lazy("So that your organisation can be written to. Erased at once; it names another contact."),
    ),
    "notices": (
        gettext_lazy("Notices you received"),
        gettext_lazy("So that you can read them again. Erased at once."),
    ),
    "notification_preferences": (
        gettext_lazy("Your wishes about notices and mails"),
        gettext_lazy("So that you get what you want and nothing else. Erased at once."),
    ),
    "mails": (
        gettext_lazy("Mails that were sent to you"),
        gettext_lazy("Which mail went when and whether it arrived, for 180 days. Erased at once."),
    ),
    "newsletter": (
        gettext_lazy("Your subscription of the newsletter"),
        gettext_lazy("With the proof that you asked for it. Erased at once."),
    ),
    "dues": (
        gettext_lazy("Entries you made about dues"),
        gettext_lazy("The law wants accounts kept. They stay, without your name."),
    ),
    "reports": (
        gettext_lazy("Problems you reported"),
        gettext_lazy("So that you get an answer. Your text and address are erased; that there was a report stays."),
    ),
    "mandates": (
        gettext_lazy("Public offices known to be yours"),
        gettext_lazy("Who held which office is a public record and stays; its link with your account is cut."),
    ),
    "pages": (
        gettext_lazy("Pages and news you worked on"),
        gettext_lazy("They are the network's and stay, without your name."),
    ),
    "library": (
        gettext_lazy("Methods you began or submitted"),
        gettext_lazy("They belong to your town or the network and stay, without your name."),
    ),
    "translations": (
        gettext_lazy("Translations you made"),
        gettext_lazy("They belong to the sheet and stay, without your name; your role and wishes are erased."),
    ),
    "replications": (
        gettext_lazy("Replications you worked on"),
        gettext_lazy("Plans belong to your town. They stay, without your name."),
    ),
    "support_requests": (
        gettext_lazy("Requests for help you wrote down"),
        gettext_lazy("They belong to your town. They stay, without your name."),
    ),
    "support_recommendations": (
        gettext_lazy("What you recommended to towns, and what you answered for yours"),
        gettext_lazy("Belongs to the requests for help. It stays there, without your name."),
    ),
    "support_messages": (
        gettext_lazy("What you wrote in requests for help"),
        gettext_lazy("So that the town and its advisers can go on. It stays in the request, without your name."),
    ),
    "adviser": (
        gettext_lazy("Your work as an adviser"),
        gettext_lazy("For what you advise. Open requests go to somebody else; that there was an adviser stays."),
    ),
    "questions": (
        gettext_lazy("Questions and answers you wrote"),
        gettext_lazy(
            "They are part of a public conversation of towns. They stay in the name of your town, without your function."
        ),
    ),
    "exchanges": (
        gettext_lazy("Offers, requests and feedback you wrote about exchanges"),
        gettext_lazy("They are your town's and stay, without your name and address."),
    ),
    "desk_decisions": (
        gettext_lazy("Decisions you made on the desk"),
        gettext_lazy("So that a decision can be explained later. They stay, without your name."),
    ),
}

_STAYS = {
    "exchanges",
    "questions",
    "support_requests",
    "support_messages",
    "support_recommendations",
    "adviser",
    "replications",
    "authorship",
    "pages",
    "dues",
    "translations",
    "desk_decisions",
    "mandates",
    "membership_requests",
    "reports",
    "library",
}
"""What outlives the account, without the person."""


def register() -> None:
    """Called when the app starts."""
    register_erasure_warning(last_representative)
    register_personal_data("saved_searches", export=_export_searches, erase=_erase_searches)
    register_personal_data("authorship", export=_export_authorship, erase=_keep_authorship)
    for name, (label, why) in _WORDS.items():
        explain_personal_data(name, label=label, why=why, stays=name in _STAYS)


def last_representative(user: User) -> list[Message]:
    """A member organisation would have nobody left who may speak for it."""
    words = _(
        "You are the only person who represents %(name)s. Hand your part over to a colleague first, or the secretariat "
        "has to find somebody new."
    )
    return [words % {"name": organisation.label().text} for organisation in organisations_left_alone_by(user)]


def _export_searches(user: User) -> list[dict[str, Any]]:
    rows = SavedSearch.objects.filter(user=user).values("name", "parameters", "frequency", "created_at")
    return [dict(row) for row in rows]


def _erase_searches(user: User) -> None:
    SavedSearch.objects.filter(user=user).delete()


def _export_authorship(user: User) -> dict[str, Any]:
    """Which, not what: the texts are public or the town's."""
    versions = ActionVersion.objects.filter(author=user).order_by("pk")
    steps = JourneyStep.objects.filter(actor=user).order_by("pk")
    files = StoredFile.objects.filter(uploaded_by=user).order_by("pk")
    return {
        "versions": list(versions.values("action__public_id", "number", "saved_at")),
        "steps": list(steps.values("action__public_id", "kind", "at")),
        "files": list(files.values("public_id", "name", "uploaded_at")),
    }


def _keep_authorship(user: User) -> None:
    """What belongs to the town stays; the account it points to has no name any more."""
