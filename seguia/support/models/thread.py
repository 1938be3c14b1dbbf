"""What was said in a case, by whom, on which way it came, and what happened between the messages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised
from seguia.files.models import StoredFile
from seguia.support.models.case import Case


class AuthorRole(models.TextChoices):
    """As what somebody speaks in a thread."""

    TOWN = "town", _("town")
    ADVISER = "adviser", _("adviser")
    SECRETARIAT = "secretariat", _("secretariat")
    SYSTEM = "system", _("help desk")


class Via(models.TextChoices):
    """How a message came."""

    PAGE = "page", _("written here")
    MAIL = "mail", _("by e-mail")


class ThreadEvent(models.TextChoices):
    """What a line of the help desk itself says; never a sentence, so that everybody reads it in their own language."""

    TAKEN = "taken", _("An adviser took this request.")
    OFFERED = "offered", _("Another adviser was asked to take over.")
    DECLINED = "declined", _("The adviser who was asked cannot take over.")
    HANDED_OVER = "handed-over", _("Another adviser took over.")
    RETURNED = "returned", _("The request waits for a new adviser.")
    ASKED_TOWN = "asked-town", _("The adviser waits for an answer of the town.")
    CLOSED = "closed", _("The request was closed.")
    REOPENED = "reopened", _("The town took the request up again.")
    WITHDRAWN = "withdrawn", _("The town withdrew the request.")
    DEADLINE = "deadline", _("A deadline was set.")
    DEADLINE_DONE = "deadline-done", _("A deadline was met.")
    MOVED = "moved", _("The request passed to the town that follows.")


class MessageQuerySet(models.QuerySet["Message"]):
    """What the town may read, and what only the desk."""

    def public(self) -> "MessageQuerySet":
        """Without the private notes."""
        return self.filter(is_private=False)


class Message(models.Model):
    """One entry of a thread: words of a person, or an event with the reason that was given."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    author_role = models.CharField(_("author"), max_length=12, choices=AuthorRole.choices)
    event = models.CharField(_("event"), max_length=16, choices=ThreadEvent.choices, blank=True)
    """Set on lines of the help desk; `author` is then the person who did it, `text` the reason they gave."""
    text = models.TextField(_("message"), max_length=20000, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    is_private = models.BooleanField(_("private note"), default=False)
    """Seen by the adviser of the case and the secretariat only."""
    at = models.DateTimeField(_("when"), default=timezone.now)
    via = models.CharField(max_length=6, choices=Via.choices, default=Via.PAGE)
    message_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    """Of the mail it came in: the same mail twice is one message."""
    key = models.CharField(max_length=80, blank=True)
    """What its sender named it: the same request twice is one message."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a case")
        verbose_name_plural = _("messages of cases")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="support_message_thread")]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], condition=~Q(key=""), name="support_message_once"),
            models.CheckConstraint(
                condition=Q(author_role=AuthorRole.SYSTEM) & ~Q(event="")
                | ~Q(author_role=AuthorRole.SYSTEM) & Q(event=""),
                name="support_message_event_of_desk",
            ),
            models.CheckConstraint(
                condition=~Q(author_role=AuthorRole.TOWN, is_private=True), name="support_message_town_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.author_role} {self.public_id}"

    @property
    def words(self) -> Localised:
        """The text with its language."""
        return Localised(self.text, self.language)


class Attachment(models.Model):
    """A checked file that came with a message. Who may have it follows from the case, each time it is asked for."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.file_id}"
