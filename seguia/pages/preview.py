"""A link for a colleague who may not sign in: it shows one unpublished page as it will be, for a week."""

from django.core import signing
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound

SALT = "seguia.pages.preview"
DAYS = 7
DAY = 86_400
"""Seconds."""


def preview_token(public_id: str) -> str:
    """Signed, with its own age; whoever has it reads that page as it is then."""
    return signing.dumps(public_id, salt=SALT, compress=True)


def page_of_token(token: str) -> str:
    """The page a link is for. Raises NotFound for one that is too old or not ours."""
    try:
        return str(signing.loads(token, salt=SALT, max_age=DAYS * DAY))
    except signing.SignatureExpired as error:
        raise NotFound(_("This link has expired. Ask for a new one.")) from error
    except signing.BadSignature as error:
        raise NotFound(_("This link is not complete. Copy it again from the message.")) from error


class PreviewGuest:
    """Somebody with a preview link, before the rights check of files: sees the pictures of one page."""

    is_active = False
    is_authenticated = False
    is_staff = False
    pk = None

    def __init__(self, page_id: int) -> None:
        self.page_id = page_id
