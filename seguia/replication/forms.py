"""The small forms around a plan; the plan itself is written in `editor`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action, Indicator, ResultKind
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.text import clean_text
from seguia.membership.models import Organisation
from seguia.replication.models import PlanStage, Replication
from seguia.replication.services.moving import MOVES


class BeginForm(forms.Form):
    """For whom, and in which language."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        label=_("Organisation"),
        help_text=_("The plan belongs to it, not to you alone."),
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        help_text=_("The plan stays in this language; everything around it is translated."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, language = self.fields["organisation"], self.fields["language"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(language, forms.ChoiceField)
        choice.queryset = organisations
        if len(organisations) == 1:
            choice.initial = organisations[0].public_id
            choice.empty_label = None
        language.choices = [(code, own_name(code)) for code in language_codes()]
        language.initial = current_language()


class StageForm(forms.Form):
    """How far the town is, and what it learnt."""

    stage = forms.ChoiceField(label=_("How far are you?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why is it abandoned?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Needed when you abandon it: what did not work helps the next town. Shown with the plan."),
    )
    lessons = forms.CharField(
        label=_("What you learnt"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("What went as in the town of origin, what went otherwise, what you would tell a third town."),
    )

    def __init__(self, *args: Any, plan: Replication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)
        open_to = [PlanStage(plan.stage), *MOVES[plan.stage]]
        stage.choices = [(one.value, one.label) for one in PlanStage if one in open_to]

    def clean_reason(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["reason"])

    def clean_lessons(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["lessons"])


class ResultForm(forms.Form):
    """A figure."""

    indicator = forms.ChoiceField(
        label=_("What does it measure?"),
        choices=Indicator.choices,
        help_text=_("The same as in the source can be compared."),
    )
    label = forms.CharField(
        label=_("What exactly"), max_length=160, required=False, help_text=_("In the language of the plan.")
    )
    value = forms.DecimalField(
        label=_("Figure"),
        max_digits=16,
        decimal_places=3,
        help_text=_("The figure alone; its unit goes into the next box."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=24, help_text=_("For example: t, m³, kWh, MAD, people."))
    year = forms.IntegerField(
        label=_("Year"), min_value=1900, max_value=2100, required=False, help_text=_("In which it was counted.")
    )
    kind = forms.ChoiceField(
        label=_("How is it known?"),
        choices=ResultKind.choices,
        help_text=_("An estimate is welcome if it says that it is one."),
    )

    def clean_label(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["label"], multiline=False)

    def clean_unit(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["unit"], multiline=False)


class SheetForm(forms.Form):
    """A new sheet from the plan, or one that is there already."""

    action = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        to_field_name="public_id",
        label=_("Sheet"),
        required=False,
        empty_label=_("a new draft made from this plan"),
        help_text=_("A new draft holds what you keep and change; you complete it and submit it as any other."),
    )

    def __init__(self, *args: Any, sheets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["action"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = sheets
