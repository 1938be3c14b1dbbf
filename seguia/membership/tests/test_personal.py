"""What is kept about people can be taken away by them, and is erased with them; the organisation's own stays."""

from django.db import transaction

from seguia.accounts.personal_data import personal_data
from seguia.membership.models import Application, Contact, Invitation, Membership, Representation
from seguia.membership.services.people import invite_person
from seguia.membership.tests.members import ask

OWN = {"representations", "invitations", "membership_requests", "contacts"}


def kinds():
    return [kind for kind in personal_data() if kind.name in OWN]


def test_everything_is_exported_without_other_peoples_data(cast, asilah):
    ask(cast.stranger, asilah)
    invite_person(user=cast.mayor, organisation=cast.chefchaouen_town, email="stranger@example.org", role="editor")
    Contact.objects.create(organisation=cast.chefchaouen_town, kind="staff", name="X", email="Stranger@example.org")
    exported = {kind.name: kind.export(cast.stranger) for kind in kinds()}
    assert {name: len(rows) for name, rows in exported.items()} == {
        "representations": 0,
        "invitations": 1,
        "membership_requests": 1,
        "contacts": 1,
    }
    assert exported["membership_requests"][0]["name"] == "فاطمة العلوي"
    mayors = {kind.name: kind.export(cast.mayor) for kind in kinds()}
    assert mayors["representations"][0]["role"] == "representative"
    assert "stranger@example.org" not in str(mayors)


def test_erasure_leaves_the_organisations_own(cast, asilah):
    membership = ask(cast.stranger, asilah)
    invite_person(user=cast.mayor, organisation=cast.chefchaouen_town, email="stranger@example.org", role="editor")
    with transaction.atomic():
        for kind in kinds():
            kind.erase(cast.stranger)
    application = Application.objects.get()
    assert (application.applicant, application.phone) == (None, "")
    assert "فاطمة" not in application.name
    assert Membership.objects.filter(pk=membership.pk).exists()
    assert not Invitation.objects.exists()


def test_an_erased_inviter_takes_open_invitations_along(cast):
    invite_person(user=cast.mayor, organisation=cast.chefchaouen_town, email="new@example.org", role="editor")
    for kind in kinds():
        kind.erase(cast.mayor)
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.invited_by) == ("withdrawn", None)
    assert not Representation.objects.filter(user=cast.mayor).exists()
