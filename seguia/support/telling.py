"""Whom a case concerns, and how they are told: the words of a thread by mail, the rest on the page of notices."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from seguia.accounts.models import User
from seguia.membership.models import Representation, Role
from seguia.notifications.services import notify, queue_message
from seguia.support.models import Adviser, AuthorRole, Case, CaseKind, CaseStatus, Message, ThreadEvent

MAIL, ASKED, REFUSED_FILES, ADVISING = "support.message", "support.asked", "support.refused_files", "support.advising"
CASE_NOTICE, ADVISING_NOTICE, DESK_NOTICE = "support.case", "support.advising", "support.desk"


def people_of_town(case: Case) -> list[User]:
    """Who of the town is told: those who asked or wrote in it and still act for the town; when none of them does any
    more, those who represent it."""
    acting = Representation.objects.current().writing().filter(organisation=case.organisation_id, user__is_active=True)
    wrote = Message.objects.filter(case=case, author_role=AuthorRole.TOWN).values("author_id")
    rows = list(acting.select_related("user").order_by("role", "pk"))
    took_part = {case.asked_by_id, *wrote.values_list("author_id", flat=True)}
    found = [row.user for row in rows if row.user_id in took_part]
    heads = [row.user for row in rows if row.role == Role.REPRESENTATIVE]
    return _once(found or heads or [row.user for row in rows])


def people_of_desk(case: Case) -> list[User]:
    """Who answers for the help desk: the adviser, and those of the secretariat who wrote in the case."""
    wrote = Message.objects.filter(case=case, author_role=AuthorRole.SECRETARIAT).values("author_id")
    found = list(User.objects.filter(is_staff=True, is_active=True, pk__in=wrote).order_by("pk"))
    if case.adviser is not None and case.adviser.is_active:
        found.insert(0, case.adviser.user)
    return _once(found)


def _once(people: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in people}.values())


def tell_entry(message: Message) -> None:
    """Send a new line of the thread to everybody it is for but its author: the words by mail, a notice on the pages.
    Private notes are not mailed: an answer to a mail is read by the town."""
    case = message.case
    desk = [user for user in people_of_desk(case) if user.pk != message.author_id]
    if message.is_private:
        notify(ADVISING_NOTICE, to=desk, facts={"what": "note"}, topic=case.public_id, about=case)
        return
    is_from_town = message.author_role == AuthorRole.TOWN
    town = [] if is_from_town else [user for user in people_of_town(case) if user.pk != message.author_id]
    people = _once([*town, *desk])
    facts = {"case": case.public_id, "message": message.public_id}
    for user in people:
        queue_message(MAIL, to=user, facts=facts, topic=case.public_id)
    what = message.event or "message"
    notify(CASE_NOTICE, to=people, facts={"what": what}, topic=case.public_id, about=case)


def tell_event(message: Message) -> None:
    """As `tell_entry`, for the events somebody has to know of."""
    if message.event not in {ThreadEvent.ASKED_TOWN, ThreadEvent.DEADLINE_DONE, ThreadEvent.OFFERED}:
        tell_entry(message)


def tell_asked(case: Case, user: Any) -> None:
    """The receipt of who asked."""
    queue_message(ASKED, to=user, facts={"case": case.public_id}, topic=case.public_id)


def tell_of_new_case(case: Case, *, but: User | None = None) -> None:
    """A case waits (again): advisers who can answer in its language are told, the secretariat always; not `but`, who has
    just given it up."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    notify(DESK_NOTICE, to=staff, facts={"what": "new"}, topic=case.public_id, about=case)
    if case.kind == CaseKind.METHOD:
        fitting = [
            adviser.user
            for adviser in Adviser.objects.active().select_related("user").order_by("pk")
            if case.kind in adviser.kinds and case.language in adviser.languages and not adviser.user.is_staff
        ]
        acting = Representation.objects.current().writing().filter(organisation=case.organisation_id)
        own = {but.pk if but else None, *acting.values_list("user_id", flat=True)}
        tell_advisers(case, [user for user in fitting if user.pk not in own], "new")


def tell_advisers(case: Case, people: Iterable[User], what: str) -> None:
    """Advisers, about a case they could take, are asked to take over or no longer have: on the pages and by mail."""
    people = [user for user in people if user.is_active]
    notify(ADVISING_NOTICE, to=people, facts={"what": what}, topic=case.public_id, about=case)
    for user in people:
        queue_message(ADVISING, to=user, facts={"case": case.public_id, "what": what})


def open_cases_of(adviser: Adviser) -> Q:
    """The cases an adviser is responsible for."""
    return Q(adviser=adviser, status__in=[CaseStatus.TAKEN, CaseStatus.WAITING])
