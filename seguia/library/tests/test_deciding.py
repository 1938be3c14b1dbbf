"""The way of a method: who may do what in which state, the desk, taking back, what authors are told."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from seguia.audit.models import AuditEvent
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.core.idempotency import new_form_key
from seguia.core.permissions import allowed
from seguia.library import services
from seguia.library.models import Method, Status
from seguia.library.standing import DEED_STATES, standing_of
from seguia.library.tests.shelf import changed, draft, networks, published, signed_in, submitted, town_draft
from seguia.membership.models import Membership, MembershipKind, MembershipStatus
from seguia.notifications.models import Notice
from seguia.notifications.notice_kinds import notice_kind
from seguia.portal.desk.services import decide_item, undo_decision
from seguia.ui.tests.markup import Page as Markup


def post(user, method: Method, deed: str, **more):
    data = {"form_key": new_form_key(), "version": str(Method.objects.get(pk=method.pk).version), **more}
    return signed_in(user).post(f"/ar/library/{method.public_id}/{deed}/", data)


def told(user) -> list[str]:
    """What a person reads on the page of notices."""
    kind = notice_kind("library.decision")
    rows = list(Notice.objects.filter(user=user, kind="library.decision").order_by("pk"))
    found = kind.load(rows)
    for row in rows:
        row.found = found.get(row.pk)
    return [said.sentence for row in rows if row.found and (said := kind.tell(row))]


def test_buttons_permissions_and_services_agree(cast):
    methods = [town_draft(cast), submitted(cast), published(cast), draft(cast.secretariat, None), networks(cast)]
    services.archive_method(methods[2], user=cast.mayor, reason="قديم")
    for method in Method.objects.all():
        for user in (cast.stranger, cast.clerk, cast.mayor, cast.loos_mayor, cast.secretariat):
            standing = standing_of(user, method)
            for deed, states in DEED_STATES.items():
                may = standing.may(deed, method.status)
                assert not may or (allowed(f"library.{deed}_method", user, method) and method.status in states)
                status = signed_in(user).get(f"/fr/library/{method.public_id}/{deed}/").status_code
                assert status in ({200} if may else {200, 403, 404}), (deed, method.status, user)
                if not standing.may_view(method.status):
                    assert status == 404


def test_whole_way_by_the_pages(cast):
    method = town_draft(cast)
    page = signed_in(cast.clerk).get(f"/ar/library/{method.public_id}/submit/")
    assert Markup(page.content.decode()).faults == []
    assert post(cast.clerk, method, "submit").status_code == 302
    assert post(cast.clerk, method, "publish").status_code == 403
    assert post(cast.secretariat, method, "return", reason="أضيفوا مثالا").status_code == 302
    html = signed_in(cast.mayor).get(f"/ar/library/{method.public_id}/").content.decode()
    assert "أضيفوا مثالا" in html
    assert post(cast.mayor, method, "submit").status_code == 302
    assert post(cast.secretariat, method, "publish").status_code == 302
    assert post(cast.clerk, method, "archive", reason="x").status_code == 403
    assert post(cast.mayor, method, "archive", reason="").status_code == 400
    assert post(cast.mayor, method, "archive", reason="متجاوزة").status_code == 302
    assert post(cast.mayor, method, "restore").status_code == 302
    method.refresh_from_db()
    assert (method.status, method.reason) == (Status.DRAFT, "")
    codes = AuditEvent.objects.filter(object_kind="library.method").order_by("pk").values_list("code", flat=True)
    ways = [code.rpartition(".")[2] for code in codes]
    assert ways[2:] == ["submitted", "returned", "submitted", "published", "archived", "restored"]


def test_secretariat_publishes_its_own_from_the_draft_and_no_one_elses(cast):
    assert networks(cast).published_at
    assert post(cast.secretariat, town_draft(cast), "publish").status_code == 404
    own = draft(cast.secretariat, None)
    with pytest.raises(Refused):
        services.submit_method(own, user=cast.secretariat)


def test_incomplete_methods_are_not_handed_in(cast):
    method = town_draft(cast, summary={}, themes=[], body={})
    with pytest.raises(ValidationError) as refused:
        services.submit_method(method, user=cast.clerk)
    assert set(refused.value.message_dict) == {"summary", "body", "themes"}
    html = signed_in(cast.clerk).get(f"/fr/library/{method.public_id}/submit/").content.decode()
    assert 'name="version"' not in html


def test_suspended_member_hands_nothing_in(cast):
    Membership.objects.create(
        organisation=cast.chefchaouen_town, kind=MembershipKind.FULL, status=MembershipStatus.SUSPENDED,
        since=datetime.date(2024, 1, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="not active"):
        services.submit_method(town_draft(cast), user=cast.clerk)


def test_what_was_changed_since_it_was_read_is_not_decided(cast):
    method = submitted(cast)
    changed(method, cast.clerk, source="مصدر")
    for deed, more in (("publish", {}), ("return", {"reason": "سبب"})):
        assert post(cast.secretariat, method, deed, version=str(method.version), **more).status_code == 409
        assert post(cast.secretariat, method, deed, version="٣", **more).status_code == 400
    assert Method.objects.get().status == Status.SUBMITTED


def test_desk_publishes_returns_and_takes_back(cast):
    method = submitted(cast)
    page = signed_in(cast.secretariat).get("/fr/desk/")
    assert page.status_code == 200
    assert f"/fr/library/{method.public_id}/" in page.content.decode()
    decision = decide_item(user=cast.secretariat, kind="library", key=method.public_id, decision="publish")
    assert Method.objects.get().status == Status.PUBLISHED
    undo_decision(user=cast.secretariat, decision=decision)
    waiting = Method.objects.get()
    assert (waiting.status, waiting.published_at) == (Status.SUBMITTED, None)
    decide_item(user=cast.secretariat, kind="library", key=method.public_id, decision="return", reason="أكملوا النص")
    assert Method.objects.get().status == Status.DRAFT
    sentences = told(cast.clerk)
    assert len(sentences) == 3
    assert "أكملوا النص" in sentences[2]
    assert told(cast.mayor) == []


def test_decision_stays_when_it_is_late_or_something_happened_since(cast):
    method = published(cast)
    changed(method, cast.clerk, source="مصدر")
    with pytest.raises(Conflict, match="changed after"):
        services.take_decision_back(method.public_id, user=cast.secretariat, decision="publish")
    other = published(cast, {"fr": "Autre"})
    Method.objects.filter(pk=other.pk).update(decided_at=timezone.now() - datetime.timedelta(days=2))
    with pytest.raises(Conflict, match="one day"):
        services.take_decision_back(other.public_id, user=cast.secretariat, decision="publish")
    with pytest.raises(Conflict, match="Something else"):
        services.take_decision_back(other.public_id, user=cast.secretariat, decision="return")
    with pytest.raises(Refused):
        services.take_decision_back(other.public_id, user=cast.mayor, decision="publish")
    with pytest.raises(NotFound):
        services.take_decision_back("00000000", user=cast.secretariat, decision="publish")


def test_day_of_first_publication_stays(cast):
    method = published(cast)
    services.archive_method(method, user=cast.mayor, reason="سبب")
    services.restore_method(method, user=cast.mayor)
    services.submit_method(method, user=cast.mayor)
    again = services.publish_method(method, user=cast.secretariat)
    assert again.published_at == method.published_at
    back = services.take_decision_back(method.public_id, user=cast.secretariat, decision="publish")
    assert back.published_at == method.published_at


def test_author_who_left_is_not_told(cast):
    method = submitted(cast)
    cast.clerk.representations.all().delete()
    services.return_method(method, user=cast.secretariat, reason="سبب")
    assert told(cast.clerk) == []


@pytest.mark.parametrize("reason", ["", "  \u200b ", "س" * 2001, "a\x00b"])
def test_bad_reasons_change_nothing(cast, reason):
    method = submitted(cast)
    assert post(cast.secretariat, method, "return", reason=reason).status_code == 400
    assert Method.objects.get().status == Status.SUBMITTED
