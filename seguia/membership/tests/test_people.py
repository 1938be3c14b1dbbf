"""Invitations and the people of an organisation."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from seguia.accounts.models import User
from seguia.config.testing import make_user
from seguia.core.errors import Conflict, Refused
from seguia.membership.models import Invitation, Representation
from seguia.membership.queries import invitation_by_token, organisation_ids_of, organisations_connected_to
from seguia.membership.services import people
from seguia.membership.tokens import digest_of, token_from
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail

TODAY = timezone.localdate()


def invite(cast, by=None, email="stranger@example.org", role="editor", **more) -> Invitation:
    """An invitation to Chefchaouen."""
    return people.invite_person(
        user=by or cast.mayor, organisation=cast.chefchaouen_town, email=email, role=role, **more
    )


def link_of(invitation: Invitation) -> str:
    return f"/en/invitations/{token_from(invitation.public_id, invitation.nonce)}/"


def roles(user) -> set[str]:
    return set(Representation.objects.of(user).values_list("role", flat=True))


def representation(user) -> Representation:
    return Representation.objects.of(user).get()


def test_nothing_happens_before_the_invited_person_accepts(cast):
    invitation = invite(cast)
    assert not organisation_ids_of(cast.stranger)
    people.accept_invitation(user=cast.stranger, invitation=invitation)
    assert organisation_ids_of(cast.stranger) == {cast.chefchaouen_town.pk}


def test_the_link_is_in_the_mail_and_nowhere_else(cast):
    invitation = invite(cast, language="ar")
    message = OutboxMessage.objects.get()
    mail = written_mail(message)
    token = token_from(invitation.public_id, invitation.nonce)
    assert f"/ar/invitations/{token}/" in mail.body
    assert mail.to == ["stranger@example.org"]
    assert token not in str(message.facts)
    stored = Invitation.objects.filter(pk=invitation.pk).values_list().get()
    assert token not in map(str, stored)
    assert digest_of(token) in stored
    assert invitation_by_token(token) == invitation


@pytest.mark.parametrize("event", ["withdrawn", "expired"])
def test_no_mail_for_an_invitation_that_has_ended_meanwhile(event, cast):
    invitation = invite(cast)
    if event == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        people.withdraw_invitation(user=cast.mayor, invitation=invitation)
    assert written_mail(OutboxMessage.objects.get()) is None


@pytest.mark.parametrize(
    ("role", "gives", "works"),
    [
        ("mayor", "representative", True),
        ("mayor", "billing", True),
        ("clerk", "editor", True),
        ("clerk", "representative", False),
        ("loos_mayor", "editor", False),
        ("stranger", "editor", False),
        ("secretariat", "representative", True),
    ],
)
def test_who_may_invite(role, gives, works, cast):
    if works:
        assert invite(cast, by=getattr(cast, role), email="new@example.org", role=gives).role == gives
    else:
        with pytest.raises(Refused):
            invite(cast, by=getattr(cast, role), email="new@example.org", role=gives)
        assert not OutboxMessage.objects.exists()


def test_an_editor_invites_the_new_mayor_when_there_is_none(cast):
    Representation.objects.filter(user=cast.mayor).update(until=TODAY)
    assert invite(cast, by=cast.clerk, role="representative").role == "representative"


@pytest.mark.parametrize("email", ["", "x", "a@b", "a b@example.org", "mayor@", "\u202ea@example.org"])
def test_what_is_no_address_is_refused(email, cast):
    with pytest.raises(ValidationError):
        invite(cast, email=email)


def test_one_open_invitation_for_an_address(cast):
    invite(cast, email="New@Example.org")
    with pytest.raises(Conflict):
        invite(cast, email="new@example.org", role="billing")


def test_an_expired_one_makes_room_for_a_new_one(cast):
    first = invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    second = invite(cast)
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "open")


def test_who_has_the_role_already_is_not_invited(cast):
    with pytest.raises(Conflict):
        invite(cast, email="clerk@example.org", role="editor")
    assert invite(cast, email="clerk@example.org", role="billing")


def test_somebody_else_cannot_accept(client, cast):
    invitation = invite(cast)
    with pytest.raises(Refused):
        people.accept_invitation(user=cast.loos_mayor, invitation=invitation)
    client.force_login(cast.loos_mayor)
    page = client.get(link_of(invitation)).content.decode()
    assert "sent to another address" in page
    assert "stranger@example.org" not in page
    assert 'value="accept"' not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [("accepted", "accepted already"), ("declined", "was declined"), ("withdrawn", "withdrew"), ("expired", "expired")],
)
def test_an_answered_invitation_has_a_clear_page(state, words, client, cast):
    invitation = invite(cast)
    if state == "expired":
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    else:
        Invitation.objects.update(state=state)
    client.force_login(cast.stranger)
    page = client.get(link_of(invitation))
    assert page.status_code == 200
    assert words in page.content.decode()
    answer = client.post(link_of(invitation), {"answer": "accept", "form_key": "k" * 24})
    assert answer.status_code == 409
    assert not roles(cast.stranger)


def test_accepting_by_the_page_twice_has_one_effect(client, cast):
    invitation = invite(cast)
    client.force_login(cast.stranger)
    data = {"answer": "accept", "form_key": "k" * 24}
    answers = [client.post(link_of(invitation), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Representation.objects.filter(user=cast.stranger).count() == 1
    told = OutboxMessage.objects.filter(kind="membership.invitation_answer")
    assert [message.user for message in told] == [cast.mayor]


def test_browsers_may_tell_where_the_answer_comes_from(client, cast):
    """With `no-referrer` they send it with `Origin: null`, which the protection against forged forms refuses."""
    response = client.get(link_of(invite(cast)))
    assert (response["Referrer-Policy"], response["Cache-Control"]) == ("same-origin", "private, no-store")


def test_declining_needs_no_account(client, cast):
    invitation = invite(cast, email="unknown@example.org")
    answer = client.post(link_of(invitation), {"answer": "decline", "form_key": "d" * 24})
    assert answer.status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    mail = written_mail(OutboxMessage.objects.get(kind="membership.invitation_answer"))
    assert "unknown@example.org a décliné" in mail.body


def test_somebody_without_an_account_gets_one_by_the_link(client, cast):
    invitation = invite(cast, email="new@example.org")
    page = client.get(link_of(invitation)).content.decode()
    assert "Make an account" in page
    answer = client.post(link_of(invitation), {"answer": "account", "name": "ليلى", "form_key": "a" * 24})
    assert answer["Location"].startswith("/en/account/login/code/?next=")
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.has_usable_password(), user.is_staff) == ("ليلى", False, False)
    people.accept_invitation(user=user, invitation=invitation)
    assert roles(user) == {"editor"}


def test_making_an_account_does_not_touch_one_that_exists(client, cast):
    invitation = invite(cast)
    before = cast.stranger.password
    answer = client.post(link_of(invitation), {"answer": "account", "name": "Eve", "form_key": "a" * 24})
    cast.stranger.refresh_from_db()
    assert (answer.status_code, cast.stranger.name, cast.stranger.password) == (302, "Stranger", before)


@pytest.mark.parametrize("token", ["x", "a" * 43, "a.b", "ا" * 43])
def test_wrong_links_are_all_the_same(token, client, cast):
    invite(cast)
    answer = client.get(f"/en/invitations/{token}/")
    assert answer.status_code == 404


def test_nonsense_answers_change_nothing(client, cast):
    invitation = invite(cast)
    for answer in ["", "perhaps", "\x00"]:
        assert client.post(link_of(invitation), {"answer": answer, "form_key": "z" * 24}).status_code == 400
    assert client.post(link_of(invitation), {"answer": "decline"}).status_code == 400
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_hand_over_ends_the_old_role_when_the_successor_accepts(cast):
    before = representation(cast.mayor)
    invitation = people.hand_over(user=cast.mayor, representation=before, email="stranger@example.org")
    assert roles(cast.mayor) == {"representative"}
    people.accept_invitation(user=cast.stranger, invitation=invitation)
    assert (roles(cast.mayor), roles(cast.stranger)) == (set(), {"representative"})
    cast.draft.refresh_from_db()
    assert cast.draft.organisation == cast.chefchaouen_town


def test_the_last_representative_needs_a_hand_over(cast):
    with pytest.raises(Conflict) as refusal:
        people.remove_person(user=cast.mayor, representation=representation(cast.mayor))
    assert "last representative" in str(refusal.value)
    with pytest.raises(Conflict):
        people.change_role(user=cast.mayor, representation=representation(cast.mayor), role="editor")
    people.remove_person(user=cast.secretariat, representation=representation(cast.mayor))
    assert not roles(cast.mayor)


def test_one_of_two_representatives_may_leave(cast):
    Representation.objects.create(user=cast.stranger, organisation=cast.chefchaouen_town, role="representative")
    people.remove_person(user=cast.mayor, representation=representation(cast.mayor))
    assert not organisation_ids_of(cast.mayor)


@pytest.mark.parametrize(
    ("role", "works"), [("mayor", True), ("secretariat", True), ("loos_mayor", False), ("stranger", False)]
)
def test_who_may_remove_a_clerk(role, works, cast):
    target = representation(cast.clerk)
    if works:
        people.remove_person(user=getattr(cast, role), representation=target)
    else:
        with pytest.raises(Refused):
            people.remove_person(user=getattr(cast, role), representation=target)
    assert bool(roles(cast.clerk)) is not works


def test_a_clerk_may_leave_but_not_remove_the_mayor(cast):
    with pytest.raises(Refused):
        people.remove_person(user=cast.clerk, representation=representation(cast.mayor))
    people.remove_person(user=cast.clerk, representation=representation(cast.clerk))
    assert not roles(cast.clerk)


def test_rights_end_at_once_and_come_back_with_a_new_invitation(cast):
    people.remove_person(user=cast.mayor, representation=representation(cast.clerk))
    assert not organisation_ids_of(cast.clerk)
    people.accept_invitation(user=cast.clerk, invitation=invite(cast, email="clerk@example.org"))
    assert organisation_ids_of(cast.clerk)


def test_a_new_role_replaces_the_old_one(cast):
    people.change_role(user=cast.mayor, representation=representation(cast.clerk), role="representative")
    assert roles(cast.clerk) == {"representative"}


def test_a_billing_contact_sees_no_drafts_and_writes_nothing(client, cast):
    Representation.objects.create(user=cast.stranger, organisation=cast.chefchaouen_town, role="billing")
    assert not organisation_ids_of(cast.stranger)
    assert list(organisations_connected_to(cast.stranger)) == [cast.chefchaouen_town]
    client.force_login(cast.stranger)
    assert client.get(f"/en/actions/{cast.draft.public_id}/").status_code == 404
    assert client.get(f"/en/actions/{cast.arabic_action.public_id}/edit/").status_code == 403
    page = client.get("/en/my-town/").content.decode()
    assert "dues of this organisation" in page
    assert "جمع مياه الأمطار" not in page


def test_the_end_of_a_mandate_ends_the_role_on_its_day(cast):
    day = TODAY + datetime.timedelta(days=3)
    facts = {"organisation": cast.chefchaouen_town, "user": cast.mayor, "role": "representative"}
    assert people.end_representation(**facts, on=day) == 1
    assert roles(cast.mayor) == {"representative"}
    assert people.end_representation(**facts, on=TODAY) == 1
    assert not roles(cast.mayor)
    assert people.end_representation(**facts, on=TODAY) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_colleagues_takes_the_same_queries(number, client, cast, django_assert_num_queries):
    for n in range(number):
        user = make_user(f"more{n}")
        Representation.objects.create(user=user, organisation=cast.chefchaouen_town, role="editor")
        invite(cast, email=f"invited{n}@example.org")
    client.force_login(cast.mayor)
    with django_assert_num_queries(10):
        page = client.get(f"/en/organisations/{cast.chefchaouen_town.public_id}/people/")
    assert page.content.decode().count("invited") >= number


@pytest.mark.parametrize(
    ("role", "status"),
    [("mayor", 200), ("clerk", 200), ("secretariat", 200), ("loos_mayor", 404), ("stranger", 404), (None, 302)],
)
def test_colleagues_are_for_the_organisation(role, status, client, cast):
    if role:
        client.force_login(getattr(cast, role))
    assert client.get(f"/ar/organisations/{cast.chefchaouen_town.public_id}/people/").status_code == status
