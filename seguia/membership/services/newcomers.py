"""People without an account: it is made for whoever holds a link that was mailed to the address, and for nobody else."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.text import harmless_text
from seguia.membership.mails import send_to_newcomer
from seguia.membership.models import Invitation, InvitationState
from seguia.membership.services.invitations import state_said

VALID_SECONDS = 86_400
MOST_PER_HOUR = 3
"""Letters to one address within an hour."""
_SALT = "seguia.membership.newcomer"


def send_link(*, email: str, language: str, to: str) -> None:
    """Mail a link that leads on to `to` (an address of this house). The answer is the same for known and unknown
    addresses, and after too many letters. Raises ValidationError for what is no address."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError({"email": _("This is not an e-mail address. Nothing was sent.")}) from error
    key = f"newcomer:{signing.Signer(salt=_SALT).signature(address)}"
    cache.add(key, 0, 3600)
    if cache.incr(key) > MOST_PER_HOUR:
        return
    with transaction.atomic():
        send_to_newcomer(address, language, to)


def token_for(email: str, to: str) -> str:
    """What the link of such a letter carries; made when the letter is sent."""
    return signing.dumps([email, to], salt=_SALT)


def content_of(token: str) -> tuple[str, str]:
    """(address, where to go). Raises NotFound for a link that is too old or was not ours."""
    try:
        email, to = signing.loads(token, salt=_SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound(
            _("This link is incomplete or older than a day. Ask for a new one on the page “Join the network”.")
        ) from error
    return email, to


def account_with_link(*, token: str, name: str, language: str) -> User:
    """The account of whoever has the link; one that exists is left as it is. Raises NotFound."""
    email, _to = content_of(token)
    return _account(email, name, language)


def account_with_invitation(*, invitation: Invitation, name: str, language: str) -> User:
    """The account of an invited person. Raises Conflict when the invitation is no longer open."""
    with transaction.atomic():
        fresh = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if fresh.state != InvitationState.OPEN or fresh.is_expired:
            raise Conflict(state_said(fresh))
        return _account(fresh.email, name, language)


def _account(email: str, name: str, language: str) -> User:
    """Without a password: one signs in with a code, and may set a password later."""
    with transaction.atomic():
        known = User.objects.filter(email=email).first()
        if known is not None:
            return known
        user: User = User.objects.create_user(email, name=harmless_text(name).strip()[:120], language=language)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        record_event("membership.account.opened", user, actor=user)
    return user
