"""What the portal keeps: the searches people saved, which results they were told, what the desk decided."""

import secrets

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seguia.actions.models import Action
from seguia.core.identifiers import new_public_id
from seguia.portal.desk.models import DeskBatch, DeskDecision
from seguia.search.request import SearchRequest

__all__ = ["DeskBatch", "DeskDecision", "Frequency", "SavedSearch", "SavedSearchTold", "new_token"]


class Frequency(models.TextChoices):
    """How often new results are told by mail."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("no mail, only the Atom feed")


def new_token() -> str:
    """Whoever knows it can read the feed without signing in."""
    return secrets.token_urlsafe(24)


class SavedSearch(models.Model):
    """A question a person asks again and again: as the search page's address holds it."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    parameters = models.CharField(_("search"), max_length=2000, blank=True)
    """`q=compostage&country=FR`: checked by `SearchRequest.from_query` before it is saved."""
    language = models.CharField(_("language"), max_length=12)
    """Of the words and of the mails."""
    frequency = models.CharField(_("mails"), max_length=8, choices=Frequency.choices, default=Frequency.DAILY)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    since = models.DateTimeField(default=timezone.now, editable=False)
    """What was published before is not new."""
    checked_change = models.BigIntegerField(default=0, editable=False)
    """The last change of the index that was looked at."""
    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    next_check_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_check_at"], condition=~models.Q(frequency="none"), name="portal_saved_search_due"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> QueryDict:
        """The parameters by name."""
        return QueryDict(self.parameters)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.query.get("q") or ""

    @property
    def filter_count(self) -> int:
        """How many filters narrow it."""
        return sum(len(values) for name, values in self.query.lists() if name not in ("q", "words"))

    def request(self) -> SearchRequest:
        """As the search engine takes it. Raises Invalid for one that was saved under other rules."""
        return SearchRequest.from_query(self.query, self.language)

    def get_absolute_url(self) -> str:
        """Its results on the search page."""
        query = f"?{self.parameters}" if self.parameters else ""
        return f"{reverse('portal:search')}{query}"

    def feed_path(self) -> str:
        """Its Atom feed, in the language of the search."""
        with override(self.language):
            return reverse("portal:saved-search-feed", args=[self.token])


class SavedSearchTold(models.Model):
    """A result that was told: once, whatever dies when."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    action = models.ForeignKey(Action, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("result told")
        verbose_name_plural = _("results told")
        constraints = [models.UniqueConstraint(fields=["search", "action"], name="portal_told_once")]

    def __str__(self) -> str:
        return f"{self.search_id} {self.action_id}"
