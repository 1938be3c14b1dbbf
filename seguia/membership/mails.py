"""Letters about memberships and invitations: facts are stored, the words are written when the letter is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.addresses import absolute
from seguia.core.formats import date as day_in_words
from seguia.membership.models import (
    Application,
    Invitation,
    InvitationState,
    Membership,
    Organisation,
    Representation,
    Role,
)
from seguia.membership.tokens import token_from
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.notifications.services import queue_message

REQUEST, STATE, INVITATION, ANSWER, NEWCOMER = (
    "membership.request",
    "membership.state",
    "membership.invitation",
    "membership.invitation_answer",
    "membership.newcomer",
)
Told = Mapping[str, Any]


def tell_applicant(application: Application, event: str, reason: str = "") -> None:
    """Answer the person who asked for membership, in the language of the request."""
    if application.applicant is not None:
        facts = {"membership": application.membership.public_id, "event": event, "reason": reason}
        queue_message(REQUEST, to=application.applicant, facts=facts, language=application.language)


def tell_organisation(membership: Membership, event: str, reason: str = "") -> None:
    """Tell those who represent a member today what became of its membership."""
    people = Representation.objects.current().filter(
        organisation=membership.organisation_id, role=Role.REPRESENTATIVE, user__is_active=True
    )
    facts = {"membership": membership.public_id, "event": event, "reason": reason}
    for one in people.select_related("user").order_by("pk"):
        queue_message(STATE, to=one.user, facts=facts)


def send_invitation(invitation: Invitation) -> None:
    """Write to the invited address; the link is made only when the letter is."""
    queue_message(
        INVITATION, to=invitation.email, facts={"invitation": invitation.public_id}, language=invitation.language
    )


def tell_inviter(invitation: Invitation) -> None:
    """Whoever invited is told the answer."""
    if invitation.invited_by is not None and invitation.invited_by.is_active:
        queue_message(ANSWER, to=invitation.invited_by, facts={"invitation": invitation.public_id})


def send_to_newcomer(address: str, language: str, to: str) -> None:
    """The link by which somebody without an account goes on; it is signed only when the letter is sent."""
    queue_message(NEWCOMER, to=address, facts={"email": address, "to": to}, language=language)


def _read_newcomer(message: OutboxMessage) -> Told | None:
    from seguia.membership.services.newcomers import token_for  # noqa: PLC0415 -- the service writes these letters

    token = token_for(message.facts["email"], message.facts["to"])
    return {
        "subject": _("Go on with your request for membership"),
        "paragraphs": [
            _("Somebody, probably you, wants to ask for membership with this address. The link is valid for a day."),
            _("If it was not you, do nothing: no account is made."),
        ],
        "link": absolute(reverse("membership:newcomer", args=[token])),
        "link_label": _("Go on"),
    }


def _request_sentences(membership: Membership) -> dict[str, Callable[[], str]]:
    day = day_in_words(membership.board_on) if membership.board_on else ""
    return {
        "received": lambda: _("Your request for membership has arrived. The secretariat checks it and answers you."),
        "completed": lambda: _("Your completed request has arrived. The secretariat checks it again."),
        "checked": lambda: _("Your request is complete. The board of the network decides at one of its next meetings."),
        "returned": lambda: _("Your request is not complete yet. Open it, add what is missing and send it again."),
        "accepted": lambda: (
            _("The board of the network accepted your request on %(day)s. Membership begins with the first payment.")
            % {"day": day}
        ),
        "refused": lambda: _("The board of the network did not accept your request."),
        "withdrawn": lambda: _("Your request was withdrawn, as you wished."),
    }


def _state_sentences(membership: Membership) -> dict[str, Callable[[], str]]:
    until = day_in_words(membership.until) if membership.until else ""
    since = day_in_words(membership.since) if membership.since else ""
    return {
        "activated": lambda: _("Your organisation is a member of the network since %(day)s. Welcome!") % {"day": since},
        "suspended": lambda: _(
            "The membership is suspended. Published sheets stay online and drafts can be written; they can be "
            "submitted again once the suspension ends."
        ),
        "resumed": lambda: _("The suspension has ended: everything is possible again."),
        "resigned": lambda: (
            _("The notice has arrived. Membership ends on %(day)s; dues until then stay owed.") % {"day": until}
        ),
        "ended": lambda: (
            _("The membership ended on %(day)s. Published sheets stay online and can be exported.") % {"day": until}
        ),
        "merged": lambda: _("The membership goes on in the new organisation that continues yours. Nothing was lost."),
    }


def _read_membership(message: OutboxMessage) -> Told | None:
    found = Membership.objects.select_related("organisation__territory").filter(
        public_id=message.facts.get("membership", "")
    )
    membership = found.first()
    if membership is None:
        return None
    sentences = {**_request_sentences(membership), **_state_sentences(membership)}
    address = reverse("membership:own", args=[membership.public_id])
    return {
        "subject": _("Membership of %(organisation)s") % {"organisation": membership.organisation.label()},
        "paragraphs": [sentences[message.facts["event"]]()],
        "reason": message.facts.get("reason", ""),
        "link": absolute(address),
        "link_label": _("Look at it"),
    }


def _read_invitation(message: OutboxMessage) -> Told | None:
    invitation = _invitation_of(message)
    if invitation is None or invitation.state != InvitationState.OPEN or invitation.is_expired:
        return None
    facts = _words_of(invitation)
    return {
        "subject": _("Invitation to act for %(organisation)s") % facts,
        "paragraphs": [
            _("%(person)s invites you to act for %(organisation)s in this network, as %(role)s.") % facts,
            _("Nothing happens until you accept. The invitation is valid until %(day)s; you may also decline it.")
            % facts,
        ],
        "link": absolute(
            reverse("membership:invitation", args=[token_from(invitation.public_id, invitation.nonce)]),
        ),
        "link_label": _("Answer the invitation"),
    }


def _read_answer(message: OutboxMessage) -> Told | None:
    invitation = _invitation_of(message)
    if invitation is None or invitation.state not in {InvitationState.ACCEPTED, InvitationState.DECLINED}:
        return None
    facts = {**_words_of(invitation), "email": invitation.email}
    accepted = invitation.state == InvitationState.ACCEPTED
    return {
        "subject": _("Answer to your invitation: %(organisation)s") % facts,
        "paragraphs": [
            _("%(email)s accepted the invitation to act for %(organisation)s, as %(role)s.") % facts
            if accepted
            else _("%(email)s declined the invitation to act for %(organisation)s.") % facts
        ],
        "link": absolute(reverse("membership:people", args=[invitation.organisation.public_id])),
        "link_label": _("The people of this organisation"),
    }


def _invitation_of(message: OutboxMessage) -> Invitation | None:
    found = Invitation.objects.select_related("organisation__territory", "invited_by")
    return found.filter(public_id=message.facts.get("invitation", "")).first()


def _words_of(invitation: Invitation) -> dict[str, str]:
    inviter, organisation = invitation.invited_by, invitation.organisation
    return {
        "person": (inviter.name if inviter else "") or _("The secretariat"),
        "organisation": Organisation.label(organisation).text,
        "role": str(Role(invitation.role).label),
        "day": day_in_words(invitation.expires_at),
    }


def register() -> None:
    """Tell the outbox how these letters are written. None is advertising: one cannot unsubscribe from an answer."""
    for code, label, read in [
        (REQUEST, gettext_lazy("Answers to a request for membership"), _read_membership),
        (STATE, gettext_lazy("The membership of your organisation"), _read_membership),
        (INVITATION, gettext_lazy("Invitation to act for an organisation"), _read_invitation),
        (ANSWER, gettext_lazy("Answer to your invitation"), _read_answer),
        (NEWCOMER, gettext_lazy("Link to a request for membership"), _read_newcomer),
    ]:
        register_kind(
            code,
            label=label,
            subject="membership/mail/subject.txt",
            text="membership/mail/letter.txt",
            html="membership/mail/letter.html",
            read=read,
            is_optional=False,
        )
