"""What people fill in about exchanges."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.formats import country_name
from seguia.core.languages import current_language
from seguia.exchange.filters import PostingFilters
from seguia.exchange.models import Answer, Kind, Payment, Posting, Side, language_choices
from seguia.exchange.models.posting import MOST_PLACES
from seguia.membership.forms.fields import DayField, LanguageField, LineField
from seguia.membership.models import Organisation
from seguia.territories.models import Territory
from seguia.territories.queries import find_by_name
from seguia.vocabulary.models import Concept, Goal
from seguia.vocabulary.queries import themes

_TICKS = forms.CheckboxSelectMultiple(attrs={"class": "is-columns"})


class _Labelled(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Themes and goals by their names in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        """The label alone; a goal with its number."""
        if isinstance(obj, Goal):
            return f"{obj.code}. {obj.label}"
        return str(obj.label().text)


class PostingForm(forms.Form):
    """An offer or a request, the same fields but for the number of places and who may read it."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        label=gettext_lazy("Town"),
        help_text=gettext_lazy("The offer or request belongs to it, not to you alone."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is exchanged?"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.VISIT
    )
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("In one line: what others can see or learn, or what you are looking for."),
    )
    text = LineField(
        rows=8,
        label=gettext_lazy("Description"),
        max_length=4000,
        help_text=gettext_lazy("What you show or would like to see, for whom, how long it takes."),
    )
    language = LanguageField(
        label=gettext_lazy("Language you write in"),
        help_text=gettext_lazy("It is shown to everybody in this language."),
    )
    themes = _Labelled(
        queryset=Concept.objects.none(),
        to_field_name="slug",
        label=gettext_lazy("Themes"),
        widget=_TICKS,
        help_text=gettext_lazy("One to three are best: others are found by them."),
    )
    goals = _Labelled(
        queryset=Goal.objects.none(),
        required=False,
        label=gettext_lazy("Sustainable Development Goals"),
        widget=_TICKS,
        help_text=gettext_lazy("Those it serves directly."),
    )
    spoken = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"),
        choices=language_choices,
        widget=_TICKS,
        help_text=gettext_lazy("In which your people can talk with others."),
    )
    date_from = DayField(
        required=False, label=gettext_lazy("Earliest day"), help_text=gettext_lazy("Leave empty if any day is right.")
    )
    date_to = DayField(
        required=False,
        label=gettext_lazy("Latest day"),
        help_text=gettext_lazy("After it, the offer or request is closed by itself."),
    )
    is_flexible = forms.BooleanField(required=False, label=gettext_lazy("A month earlier or later is possible"))
    is_online = forms.BooleanField(required=False, label=gettext_lazy("It can be done online"))
    place = LineField(
        required=False,
        max_length=80,
        label=gettext_lazy("Place, if not in your town"),
        help_text=gettext_lazy("Name or official code of a town."),
    )
    capacity = forms.IntegerField(
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        label=gettext_lazy("For how many towns at once"),
        help_text=gettext_lazy("No more towns than this are brought together with you at the same time."),
    )
    payment = forms.ChoiceField(
        label=gettext_lazy("Who pays for travel and time?"),
        choices=Payment.choices,
        widget=forms.RadioSelect,
        initial=Payment.SHARED,
    )
    conditions = LineField(
        rows=3, required=False, max_length=1000, label=gettext_lazy("Conditions"),
        help_text=gettext_lazy("Size of a group, lodging, what guests should prepare."),
    )  # fmt: skip
    contact_function = LineField(
        required=False, max_length=120, label=gettext_lazy("Whom to ask (function)"),
        help_text=gettext_lazy("Shown to the people of the network."),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Shown to the other town when both have accepted, and to nobody before."),
    )
    contact_phone = LineField(
        required=False, max_length=40, label=gettext_lazy("Telephone"), help_text=gettext_lazy("As the address.")
    )
    is_public = forms.BooleanField(
        required=False,
        label=gettext_lazy("Visitors may read this request"),
        help_text=gettext_lazy("Otherwise only the people of the network do."),
    )

    def __init__(self, *args: Any, side: str, organisations: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["themes"].queryset = themes()
        fields["goals"].queryset = Goal.objects.filter(parent=None)
        if organisations is None:
            del self.fields["organisation"]
        else:
            fields["organisation"].queryset = organisations
            if len(organisations) == 1:
                fields["organisation"].initial = organisations[0].public_id
                fields["organisation"].empty_label = None
        del self.fields["is_public" if side == Side.OFFER else "capacity"]

    def clean_place(self) -> Territory | None:
        """The one town that is meant. Raises ValidationError when there is none, or more than one."""
        text = self.cleaned_data["place"]
        if not text:
            return None
        found = find_by_name(text.partition(":")[2] or text, limit=5)
        exact = [one for one in found if text in {one.reference, one.code, *one.name.values()}]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(_("No town of this name or code is known."), code="unknown_place")
        listed = ", ".join(f"{one.label().text} ({one.reference})" for one in found)
        raise ValidationError(_("Several towns are called so. Write the code of one: %(list)s.") % {"list": listed})

    def content(self) -> dict[str, Any]:
        """What the services take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "organisation"}


def initial_of(posting: Posting) -> dict[str, Any]:
    """The present values of one, for the form."""
    names = (
        "kind", "title", "text", "language", "spoken", "date_from", "date_to", "is_flexible", "is_online", "capacity",
        "payment", "conditions", "contact_function", "contact_email", "contact_phone", "is_public",
    )  # fmt: skip
    return {
        **{name: getattr(posting, name) for name in names},
        "themes": [theme.theme.slug if theme.theme else theme.slug for theme in posting.themes.all()],
        "goals": [str(goal.number) for goal in posting.goals.all()],
        "place": posting.place.reference if posting.place else "",
    }


class FilterForm(forms.Form):
    """The filters of the list; everything may be left open."""

    side = forms.ChoiceField(label=gettext_lazy("Offers or requests"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What is exchanged"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    spoken = forms.ChoiceField(label=gettext_lazy("Language spoken"), required=False)

    def __init__(self, filters: PostingFilters, countries: list[str]) -> None:
        super().__init__(initial={name: getattr(filters, name) for name in self.base_fields})
        self.fields["from"] = DayField(required=False, label=gettext_lazy("Possible from"), initial=filters.first)
        self.fields["to"] = DayField(required=False, label=gettext_lazy("Possible until"), initial=filters.last)
        self._offer("side", [("offer", _("offers")), ("request", _("requests"))])
        self._offer("kind", Kind.choices)
        self._offer("theme", [(theme.slug, theme.label().text) for theme in themes()])
        self._offer("country", sorted(((c, country_name(c)) for c in countries), key=lambda one: one[1]))
        self._offer("spoken", language_choices())

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *choices]


class AnswerForm(forms.Form):
    """Yes, or no with a reason."""

    answer = forms.ChoiceField(label=gettext_lazy("Your answer"), choices=[], widget=forms.RadioSelect)
    reason = LineField(
        rows=4,
        required=False,
        max_length=2000,
        label=gettext_lazy("Reason, if you decline"),
        help_text=gettext_lazy("The other town and the secretariat read it. Say what would have to be different."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.choices = [
            (Answer.ACCEPTED, _("Yes, we accept: the other town may see how to reach us")),
            (Answer.DECLINED, _("No, we decline")),
        ]


class ReasonForm(forms.Form):
    """Why something is refused or cancelled."""

    reason = LineField(
        rows=4,
        max_length=2000,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("A sentence or two; it is kept with the match."),
    )


class HeldForm(forms.Form):
    """When it took place."""

    on = DayField(
        label=gettext_lazy("Day on which it took place"),
        help_text=gettext_lazy("The first day, where it took several."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class FeedbackForm(forms.Form):
    """What a town brings home."""

    seen = LineField(
        rows=5, max_length=4000, label=gettext_lazy("What was seen or done"),
        help_text=gettext_lazy("A few lines. The other town and the secretariat read them."),
    )  # fmt: skip
    learnt = LineField(
        rows=5, max_length=4000, required=False, label=gettext_lazy("What was learnt"),
        help_text=gettext_lazy("What surprised you, what is different at home."),
    )  # fmt: skip
    following = LineField(
        rows=4, max_length=4000, required=False, label=gettext_lazy("What comes next"),
        help_text=gettext_lazy("What your town will do, by when, with whom."),
    )  # fmt: skip
    language = LanguageField(
        label=gettext_lazy("Language you write in"), help_text=gettext_lazy("It is shown in this language.")
    )


def feedback_initial(feedback: Any) -> dict[str, Any]:
    """The present texts, or nothing."""
    if feedback is None:
        return {"language": current_language()}
    return {name: getattr(feedback, name) for name in ("seen", "learnt", "following", "language")}
