"""What the people of both towns read on their page of notices, and by mail as they wish."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.membership.queries import organisation_ids_of
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import Told, register_notice_kind
from seguia.replication.models import Consent, Replication
from seguia.replication.telling import ANSWERED, SOURCE_CHANGED, TAKEN_UP


def _plans(notices: Sequence[Notice]) -> dict[str, Replication]:
    ids = [notice.about_id for notice in notices]
    found = Replication.objects.filter(pk__in=ids).select_related("organisation", "source_action")
    return {str(plan.pk): plan for plan in found.defer("source_content")}


def load_shown(notices: Sequence[Notice]) -> Mapping[int, Any]:
    """For the town of origin: only while the plan is shown. One query."""
    plans = _plans(notices)
    return {
        notice.pk: plans[notice.about_id]
        for notice in notices
        if notice.about_id in plans and plans[notice.about_id].is_shown
    }


def load_own(notices: Sequence[Notice]) -> Mapping[int, Any]:
    """For the people of the plan, while they are its people. Two queries for a page of one person."""
    plans = _plans(notices)
    own = {notice.user_id: organisation_ids_of(notice.user) for notice in {n.user_id: n for n in notices}.values()}
    return {
        notice.pk: plans[notice.about_id]
        for notice in notices
        if notice.about_id in plans and plans[notice.about_id].organisation_id in own[notice.user_id]
    }


def tell_taken_up(notice: Notice) -> Told | None:
    """A town takes up an action of ours."""
    plan: Replication = notice.found
    words = {"town": plan.organisation.label().text}
    if plan.consent == Consent.WAITING:
        sentence = _(
            "%(town)s is taking up one of your actions. Say whether your town agrees to be named as its origin."
        )
    else:
        sentence = _("%(town)s is taking up one of your actions.")
    return Told(sentence % words, reverse("replication:link", args=[plan.public_id]), plan.source_label())


def tell_answered(notice: Notice) -> Told | None:
    """What the town of origin says of our plan."""
    plan: Replication = notice.found
    sentence = {
        Consent.CONFIRMED: _("The town of origin confirms that you took up its action: both towns are now shown together."),
        Consent.REFUSED: _("The town of origin does not wish to be named. Your plan stays as it is and says so in neutral words."),
        Consent.WITHDRAWN: _("The town of origin no longer wishes to be named. Your plan stays as it is and says so in neutral words."),
    }.get(notice.facts.get("outcome", ""), "")  # fmt: skip
    return Told(str(sentence), plan.get_absolute_url(), plan.source_label()) if sentence else None


def tell_source_changed(notice: Notice) -> Told | None:
    """What became of the sheet we started from."""
    plan: Replication = notice.found
    sentence = {
        "changed": _("The action you took up was changed by its town: look whether something concerns your plan."),
        "offline": _("The action you took up is no longer online. Your plan keeps the text it started from."),
        "online": _("The action you took up is online again."),
    }.get(notice.facts.get("what", ""), "")
    return Told(sentence, plan.get_absolute_url(), plan.source_label()) if sentence else None


def register() -> None:
    """Called when the app starts."""
    register_notice_kind(
        TAKEN_UP,
        label=gettext_lazy("A town takes up one of your actions"),
        group="town",
        tell=tell_taken_up,
        load=load_shown,
    )
    register_notice_kind(
        ANSWERED,
        label=gettext_lazy("Answer of the town whose action you took up"),
        group="answers",
        tell=tell_answered,
        load=load_own,
    )
    register_notice_kind(
        SOURCE_CHANGED,
        label=gettext_lazy("News of an action you took up"),
        group="town",
        tell=tell_source_changed,
        load=load_own,
    )
