"""A kind of notice to tell with, from facts alone, and one that looks something up."""

from collections.abc import Mapping, Sequence

from seguia.accounts.models import User
from seguia.core.translated import as_translated
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import Told, register_notice_kind

TITLE = {"ar": "تدبير النفايات", "fr": "Les déchets"}


def tell(notice: Notice) -> Told | None:
    return Told(f"News of {notice.facts['town']}", "/ar/actions/", as_translated(notice.facts.get("title")).localised())


def tell_of_person(notice: Notice) -> Told:
    return Told(f"{notice.found.name} has joined", "/ar/my-town/")


def load_people(notices: Sequence[Notice]) -> Mapping[int, User]:
    people = {str(user.pk): user for user in User.objects.filter(pk__in=[notice.about_id for notice in notices])}
    return {notice.pk: people[notice.about_id] for notice in notices if notice.about_id in people}


def register_kinds() -> None:
    register_notice_kind("test.answer", label="An answer", group="answers", tell=tell)
    register_notice_kind("test.news", label="News", group="network", tell=tell)
    register_notice_kind("test.town", label="Your town", group="town", tell=tell)
    register_notice_kind("test.account", label="Your account", group="account", tell=tell)
    register_notice_kind("test.joined", label="Joined", group="town", tell=tell_of_person, load=load_people)
