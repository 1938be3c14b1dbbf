"""A run of the matching, its proposals, what the towns answered, and what came of it."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.actions.models import Action
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised
from seguia.exchange.models.posting import Posting, Side
from seguia.library.models import Method
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of


class MatchState(models.TextChoices):
    """How far two towns have come."""

    PROPOSED = "proposed", pgettext_lazy("match of two towns", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("match of two towns", "waits for the towns")
    AGREED = "agreed", pgettext_lazy("match of two towns", "agreed")
    HELD = "held", pgettext_lazy("match of two towns", "took place")
    CANCELLED = "cancelled", pgettext_lazy("match of two towns", "cancelled")
    REFUSED = "refused", pgettext_lazy("match of two towns", "refused by the secretariat")
    DECLINED = "declined", pgettext_lazy("match of two towns", "declined by a town")


HOLDING = (MatchState.CONFIRMED, MatchState.AGREED)
"""States that take up a place of the offer and the request."""
WAITING = (MatchState.PROPOSED, *HOLDING)
"""States in which something is still to come."""


class Answer(models.TextChoices):
    """What a town said to a confirmed match."""

    ACCEPTED = "accepted", pgettext_lazy("match of two towns", "accepted")
    DECLINED = "declined", pgettext_lazy("match of two towns", "declined")


class MatchingRun(models.Model):
    """One run over all open offers and requests: figures, and why requests stayed alone. Never changed."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    request_count = models.PositiveIntegerField(default=0)
    offer_count = models.PositiveIntegerField(default=0)
    match_count = models.PositiveIntegerField(default=0)
    total_fit = models.PositiveIntegerField(default=0)
    greedy_fit = models.PositiveIntegerField(default=0)
    """What the best pair first, then the next, would have reached: shown beside."""
    alone = models.JSONField(default=list, blank=True)
    """`[{"request": pk, "nearest": pk of an offer or None, "why": code, "fit": points}]`"""

    class Meta:
        verbose_name = _("run of the matching")
        verbose_name_plural = _("runs of the matching")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.public_id


class MatchQuerySet(models.QuerySet["Match"]):
    """Which matches a person may see."""

    def with_sides(self) -> Self:
        """Both postings with their towns: no further query for a card."""
        return self.select_related(
            "offer__organisation__territory", "request__organisation__territory", "offer__place", "request__place",
            "offer__action", "request__action",
        )  # fmt: skip

    def visible_to(self, user: Any) -> Self:
        """The secretariat all; the people of the two towns what the secretariat has confirmed."""
        if not getattr(user, "is_active", False):
            return self.none()
        if user.is_staff:
            return self.all()
        own = organisation_ids_of(user)
        mine = Q(offer__organisation_id__in=own) | Q(request__organisation_id__in=own)
        return self.filter(mine, confirmed_at__isnull=False)


class Match(models.Model):
    """An offer and a request that fit one another."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    offer = models.ForeignKey(Posting, models.PROTECT, related_name="matches_as_offer")
    request = models.ForeignKey(Posting, models.PROTECT, related_name="matches_as_request")
    run = models.ForeignKey(MatchingRun, models.SET_NULL, null=True, blank=True, related_name="matches")
    state = models.CharField(_("state"), max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED)
    fit = models.PositiveSmallIntegerField(_("fit"))
    """0 to 100 points."""
    parts = models.JSONField(default=dict, blank=True)
    """Points of each criterion: they add up to `fit`."""
    facts = models.JSONField(default=dict, blank=True)
    """What the points come from, as codes and figures: shared themes, days, kilometres."""
    others = models.JSONField(default=list, blank=True)
    """`[{"offer": pk, "fit": points, "why": code, "with": pk of the request that got it}]`: why not another offer."""
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which of the offer's places it takes, from 1, while it holds one: the database lets nobody sit there twice."""
    is_locked = models.BooleanField(_("kept by the secretariat"), default=False)
    """The next run works around it."""
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(_("day"), null=True, blank=True)
    """The day it took place."""
    offer_answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    request_answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    """Why it was refused, declined or cancelled."""
    reason_language = models.CharField(max_length=12, blank=True)
    reason_by = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    """Whose reason it is; None: the secretariat's."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminder_count = models.PositiveSmallIntegerField(default=0)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-fit", "id"]
        indexes = [models.Index(fields=["state", "-fit"], name="exchange_match_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "seat"], condition=Q(state__in=HOLDING), name="exchange_seat_once"
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(state__in=HOLDING), name="exchange_request_once"),
            models.UniqueConstraint(
                fields=["offer", "request"], condition=Q(state__in=WAITING), name="exchange_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDING, seat__gte=1) | (~Q(state__in=HOLDING) & Q(seat=None)),
                name="exchange_holding_has_seat",
            ),
            models.CheckConstraint(condition=Q(fit__gte=0, fit__lte=100), name="exchange_fit_is_percent"),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_on__isnull=False), name="exchange_held_has_day"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} ↔ {self.request_id} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of both towns."""
        return reverse("exchange:match", args=[self.public_id])

    def why(self) -> Localised:
        """The reason in the words of who gave it."""
        return Localised(self.reason, self.reason_language)

    def sides_of(self, organisation_ids: set[int]) -> list[Side]:
        """On which sides these organisations stand."""
        sides = [(Side.OFFER, self.offer.organisation_id), (Side.REQUEST, self.request.organisation_id)]
        return [side for side, organisation in sides if organisation in organisation_ids]

    def posting_of(self, side: str) -> Posting:
        """The offer or the request."""
        return self.offer if side == Side.OFFER else self.request

    def answer_of(self, side: str) -> str:
        """What that side said; empty while it has not answered."""
        return self.offer_answer if side == Side.OFFER else self.request_answer

    @property
    def action(self) -> Action | None:
        """The action it is about: the offer's, else the request's."""
        return self.offer.action or self.request.action


class Feedback(models.Model):
    """What one of the towns brings home from it; read by both towns and the secretariat."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="feedbacks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=12)
    seen = models.TextField(_("what was seen"), max_length=4000, validators=[MaxLengthValidator(4000)])
    learnt = models.TextField(_("what was learnt"), max_length=4000, blank=True, validators=[MaxLengthValidator(4000)])
    following = models.TextField(
        _("what comes next"), max_length=4000, blank=True, validators=[MaxLengthValidator(4000)]
    )
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="+")
    """The draft of an action that was begun from it."""
    method = models.ForeignKey(Method, models.SET_NULL, null=True, blank=True, related_name="+")
    """The draft of a method that was begun from it."""
    version = models.PositiveIntegerField(default=1, editable=False)
    written_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["match", "organisation"], name="exchange_feedback_once")]

    def __str__(self) -> str:
        return f"{self.match_id} {self.organisation_id}"

    def texts(self) -> list[tuple[Any, Localised]]:
        """(label, text) of what was written, in order."""
        fields = ("seen", "learnt", "following")
        found: list[tuple[Any, str]] = [(self._meta.get_field(name), getattr(self, name)) for name in fields]
        return [(field.verbose_name, Localised(text, self.language)) for field, text in found if text]
