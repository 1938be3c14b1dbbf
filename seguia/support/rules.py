"""Who is what to a case, and what follows from it. Strangers are told that there is nothing at its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.membership.models import Organisation
from seguia.membership.queries import may_submit, organisation_ids_of
from seguia.support.models import Adviser, AuthorRole, Case, CaseStatus, Handover, HandoverState


@dataclass(frozen=True)
class Standing:
    """What one person is to one case today."""

    is_town: bool = False
    """Writes for the organisation the case belongs to."""
    is_adviser: bool = False
    """Is responsible for the case."""
    is_secretariat: bool = False
    may_take: bool = False
    """An adviser who may take it: reads what the town wrote first, and nothing of the thread."""

    @property
    def reads_thread(self) -> bool:
        """Whether the messages are for this person."""
        return self.is_town or self.reads_notes

    @property
    def reads_notes(self) -> bool:
        """Whether the private notes are for this person. Whoever acts for the town never reads them."""
        return (self.is_adviser or self.is_secretariat) and not self.is_town

    @property
    def sees_case(self) -> bool:
        """Whether this person may know that the case exists."""
        return self.reads_thread or self.may_take

    @property
    def speaks_as(self) -> AuthorRole:
        """The role under which a message of this person is shown."""
        if self.is_town:
            return AuthorRole.TOWN
        return AuthorRole.ADVISER if self.is_adviser else AuthorRole.SECRETARIAT


NOBODY = Standing()


def active_adviser(user: Any) -> Adviser | None:
    """The person's own place as an adviser today; None for everybody else. One query for people, none for visitors."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return None
    return Adviser.objects.of(user).first()


def standing_of(user: Any, case: Case | None) -> Standing:
    """What a person is to a case today; everything follows from this."""
    if case is None or not getattr(user, "is_active", False) or user.pk is None:
        return NOBODY
    adviser = active_adviser(user)
    is_town = case.organisation_id in organisation_ids_of(user)
    return Standing(
        is_town=is_town,
        is_adviser=adviser is not None and case.adviser_id == adviser.pk and not is_town,
        is_secretariat=bool(user.is_staff),
        may_take=adviser is not None and not is_town and _may_take(adviser, case),
    )


def _may_take(adviser: Adviser, case: Case) -> bool:
    if case.adviser_id == adviser.pk or case.is_ended:
        return False
    if case.status == CaseStatus.OPEN and case.kind in adviser.kinds:
        return True
    return Handover.objects.filter(case=case, to_adviser=adviser, state=HandoverState.WAITING).exists()


def _test(name: str, holds: Callable[[Standing], bool]) -> rules.Predicate:
    def test(user: Any, case: Case | None) -> bool:
        return holds(standing_of(user, case))

    return rules.predicate(test, name=f"support_{name}")


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


def _may_ask(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk in organisation_ids_of(user) and may_submit(organisation.pk)


def _advises(user: Any, target: Any = None) -> bool:
    return _is_secretariat(user) or active_adviser(user) is not None


def _is_oneself(user: Any, adviser: Adviser | None) -> bool:
    return adviser is not None and getattr(user, "pk", None) == adviser.user_id


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_support")
is_oneself = rules.predicate(_is_oneself, name="is_adviser_oneself")
may_ask = rules.predicate(_may_ask, name="may_ask_for_help")
advises = rules.predicate(_advises, name="advises")
"""The secretariat and every active adviser, whatever the case."""
sees_case = _test("sees_case", lambda standing: standing.sees_case)
reads_thread = _test("reads_thread", lambda standing: standing.reads_thread)
reads_notes = _test("reads_notes", lambda standing: standing.reads_notes)
works_on_it = reads_notes
"""The adviser of the case and the secretariat, unless they act for the town."""
may_take = _test("may_take", lambda standing: standing.may_take or (standing.is_secretariat and not standing.is_town))
is_town = _test("is_town", lambda standing: standing.is_town)


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


def _why_not_ask(user: Any, organisation: Any) -> Message:
    if organisation is not None and organisation.pk in organisation_ids_of(user):
        return _(
            "The membership of your organisation is not active, so it cannot ask the advisers. Your text was not sent. "
            "Write to the secretariat: it can renew the membership."
        )
    return _("Only people who act for an organisation may ask for help in its name. Nothing was sent.")


_DESK = _("Only the adviser of this request and the secretariat may do this. Nothing was changed.")
_TOWN = _("Only people who act for the town that asked may do this. Nothing was changed.")
_PEOPLE = _("Only the town that asked, the adviser of this request and the secretariat may do this. Nothing was saved.")
_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")


def register() -> None:
    """Grant the permissions of cases."""
    not_yours = _("Advisers take requests of the kinds they were named for, and none of their own town.")
    grant("support.ask_help", may_ask, why=_why_not_ask)
    grant("support.view_case", sees_case, why=_always(_PEOPLE))
    grant("support.read_thread", reads_thread, why=_always(_PEOPLE))
    grant("support.write_message", reads_thread, why=_always(_PEOPLE))
    grant("support.write_note", reads_notes, why=_always(_DESK))
    grant("support.take_case", may_take, why=_always(not_yours))
    grant("support.hand_over", works_on_it, why=_always(_DESK))
    grant("support.set_deadline", works_on_it, why=_always(_DESK))
    grant("support.close_case", reads_thread, why=_always(_PEOPLE))
    grant("support.withdraw_case", is_town, why=_always(_TOWN))
    grant("support.reopen_case", is_town, why=_always(_TOWN))
    grant("support.end_adviser", is_secretariat | is_oneself, why=_always(_STAFF))
    grant("support.manage_advisers", is_secretariat, why=_always(_STAFF))
