"""Export, erasure, and towns that merge."""

import datetime

import pytest

from seguia.accounts.services.erasure import erase_person
from seguia.config.testing import Cast
from seguia.mandates.open_work import open_work_of
from seguia.membership.models import Membership, MembershipKind, MembershipStatus
from seguia.membership.services.mergers import merge_memberships
from seguia.support.models import Adviser, Case, CaseStatus, Message
from seguia.support.personal import export_adviser, export_messages, export_requests
from seguia.support.queries import case_for
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.services.moving import follow_mergers
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import NEED, HelpDesk


@pytest.fixture
def case(cast: Cast, desk: HelpDesk) -> Case:
    """Taken by Salma, with a word of each side."""
    case = take_case(user=desk.salma, case=desk.case)
    post_message(user=desk.salma, case=case, new=NewMessage("سؤال سلمى"))
    post_message(user=cast.clerk, case=case, new=NewMessage("جواب الموظف"))
    return case


def test_export_holds_ones_own_words_and_nobody_elses(cast: Cast, desk: HelpDesk, case: Case) -> None:
    assert [one["need"] for one in export_requests(cast.clerk)] == [NEED]
    assert [one["text"] for one in export_messages(cast.clerk)] == ["جواب الموظف"]
    assert [one["text"] for one in export_messages(desk.salma)] == ["سؤال سلمى"]
    found = export_adviser(desk.salma)
    assert found
    assert found["languages"] == ["ar", "fr"]
    assert export_adviser(cast.clerk) is None


def test_words_stay_without_the_name(cast: Cast, desk: HelpDesk, case: Case) -> None:
    erase_person(user=cast.clerk)
    message = Message.objects.get(text="جواب الموظف")
    assert message.author is None
    case.refresh_from_db()
    assert case.asked_by is None
    assert case_for(cast.mayor, case.public_id) == case


def test_adviser_who_is_erased_leaves_nobody_waiting(cast: Cast, desk: HelpDesk, case: Case) -> None:
    erase_person(user=desk.salma)
    case.refresh_from_db()
    assert (case.status, case.adviser) == (CaseStatus.OPEN, None)
    adviser = Adviser.objects.get(pk=desk.salma_advises.pk)
    assert adviser.until is not None
    assert adviser.languages == []


def test_cases_follow_a_merger(cast: Cast, desk: HelpDesk, case: Case) -> None:
    since = datetime.date(2024, 1, 1)
    facts = {"kind": MembershipKind.FULL, "status": MembershipStatus.ACTIVE, "since": since}
    old = Membership.objects.create(organisation=cast.chefchaouen_town, **facts)
    Membership.objects.create(organisation=cast.loos_town, **facts)
    assert follow_mergers() == 0
    merge_memberships(user=cast.secretariat, memberships=[old], into=cast.loos_town)
    assert follow_mergers() == 1
    assert follow_mergers() == 0
    case.refresh_from_db()
    assert case.organisation == cast.loos_town
    assert case_for(cast.clerk, case.public_id) == case, "whoever acted for the old town acts for the new one"
    assert case_for(cast.loos_mayor, case.public_id) == case
    assert case.messages.filter(event="moved").count() == 1


def test_open_requests_stand_on_the_page_of_handover(cast: Cast, desk: HelpDesk) -> None:
    assert [work.count for work in open_work_of(cast.chefchaouen_town) if "help" in str(work.label)] == [1]
