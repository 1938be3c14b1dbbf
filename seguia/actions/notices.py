"""What authors read when the secretariat has decided: on their page of notices, and by mail as they wish."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.models import Action, JourneyStep
from seguia.actions.services.telling import KIND
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import Told, register_notice_kind


def load_actions(notices: Sequence[Notice]) -> Mapping[int, Action]:
    """The sheet of each; none where the decision was taken back or the sheet is gone. Two queries."""
    actions = {str(one.pk): one for one in Action.objects.filter(pk__in=[notice.about_id for notice in notices])}
    undone = JourneyStep.objects.filter(action__in=actions.values(), kind="taken_back").values_list("facts", flat=True)
    steps = {facts.get("step") for facts in undone}
    return {
        notice.pk: actions[notice.about_id]
        for notice in notices
        if notice.about_id in actions and (notice.facts.get("step") is None or notice.facts["step"] not in steps)
    }


def tell(notice: Notice) -> Told | None:
    """The sentence, with the reason in the words of who decided."""
    action: Action = notice.found
    sentence = _sentence(notice.facts.get("outcome", ""), notice.facts.get("reason", ""))
    return Told(sentence, action.get_absolute_url(), action.label()) if sentence else None


def _sentence(outcome: str, reason: str) -> str:
    told = {"reason": reason}
    return {
        "published": _("The secretariat has published your sheet: everybody can read it and find it."),
        "returned": _("The secretariat has sent your sheet back so that you can complete it. Reason: %(reason)s")
        % told,
        "archived": _("The secretariat has taken your sheet offline. Nothing is deleted. Reason: %(reason)s") % told,
        "taken_back": _("The secretariat has taken its last decision back: your sheet waits for a decision again."),
        "mend": _("A reader reported a problem in your sheet. The secretariat asks you to mend it: %(reason)s") % told,
    }.get(outcome, "")


def register() -> None:
    """Called when the app starts."""
    register_notice_kind(
        KIND, label=gettext_lazy("Decision on a sheet you submitted"), group="answers", tell=tell, load=load_actions
    )
