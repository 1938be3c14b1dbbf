"""What authors read when the secretariat has decided: on their page of notices, and by mail as they wish."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.library.models import Method
from seguia.library.services.telling import KIND
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import Told, register_notice_kind


def load_methods(notices: Sequence[Notice]) -> Mapping[int, Method]:
    """The method of each. One query."""
    ids = [notice.about_id for notice in notices]
    methods = {str(method.pk): method for method in Method.objects.filter(pk__in=ids)}
    return {notice.pk: methods[notice.about_id] for notice in notices if notice.about_id in methods}


def tell(notice: Notice) -> Told | None:
    """The sentence, with the reason in the words of who decided."""
    method: Method = notice.found
    sentence = _sentence(notice.facts.get("outcome", ""), notice.facts.get("reason", ""))
    return Told(sentence, method.get_absolute_url(), method.label()) if sentence else None


def _sentence(outcome: str, reason: str) -> str:
    told = {"reason": reason}
    return {
        "published": _("The secretariat has published your method in the library."),
        "returned": _("The secretariat has sent your method back so that you can complete it. Reason: %(reason)s")
        % told,
        "archived": _(
            "The secretariat has taken your method out of the library. Nothing is deleted. Reason: %(reason)s"
        )
        % told,
        "taken_back": _("The secretariat has taken its last decision back: your method waits for a decision again."),
        "mend": _("A reader reported a problem in your method. The secretariat asks you to mend it: %(reason)s") % told,
    }.get(outcome, "")


def register() -> None:
    """Called when the app starts."""
    register_notice_kind(
        KIND, label=gettext_lazy("Decision on a method you submitted"), group="answers", tell=tell, load=load_methods
    )
