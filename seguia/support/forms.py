"""What people fill in at the help desk: the need, a message, a day, a reason, the office of an adviser."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from seguia.core.languages import language_codes, own_name
from seguia.core.text import clean_text
from seguia.membership.forms.fields import DayField, LineField
from seguia.membership.models import Organisation
from seguia.support.attachments import MOST_FILES
from seguia.support.models import Adviser, CaseKind, ForWhom, InstitutionalMatter
from seguia.support.queries import active_advisers
from seguia.support.services.closing import CLOSING
from seguia.vocabulary.queries import themes


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads; what is in them is examined afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput())
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault(
            "help_text",
            _("PDF, office documents, pictures or plain text, 20 MB each, %(most)s at most.") % {"most": MOST_FILES},
        )
        super().__init__(required=False, max_length=None, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises ValidationError for an empty file."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in uploads if isinstance(one, UploadedFile)]


def _themes() -> list[tuple[str, str]]:
    return [(theme.slug, theme.label().text) for theme in themes()]


class ThemesField(forms.MultipleChoiceField):
    """Themes of the network, in the reader's language; cleaned to the concepts themselves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_themes,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "is-columns"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what is no theme."""
        chosen = set(super().clean(value))
        return [theme for theme in themes() if theme.slug in chosen] if chosen else []


class NeedForm(forms.Form):
    """The one thing that has to be said; and for whom, where a person acts for several."""

    organisation = forms.ChoiceField(label=_("For which organisation?"))
    need = LineField(
        label=_("What do you need?"),
        max_length=8000,
        rows=7,
        help_text=_("Write as you would tell a colleague, in your language: what you want to do, what holds you up."),
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.public_id: one for one in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.public_id, one.label().text) for one in organisations]
        field.initial = organisations[0].public_id if organisations else ""
        if len(organisations) == 1:
            field.required, field.widget = False, forms.HiddenInput()
        self.fields["need"].widget.attrs["dir"] = "auto"
        self.order_fields(["need", "organisation"])

    def chosen(self) -> Organisation:
        """The organisation it is asked for; only after `is_valid`."""
        return self.organisations[self.cleaned_data.get("organisation") or next(iter(self.organisations))]


class AskForm(NeedForm):
    """The need with what helps to find the right adviser; nothing more of it has to be said."""

    title = LineField(label=_("Title"), max_length=160, required=False, help_text=_("Made from your text when empty."))
    kind = forms.ChoiceField(
        label=_("What kind of help?"),
        choices=[
            (CaseKind.METHOD, _("Methodological help: how to do it, who has done it, what to watch for")),
            (CaseKind.INSTITUTIONAL, _("Institutional help: the network speaks for you; it goes to the secretariat")),
        ],
        initial=CaseKind.METHOD,
        widget=forms.RadioSelect,
    )
    matter = forms.ChoiceField(
        label=_("For institutional help: what about?"),
        required=False,
        choices=[("", _("not chosen")), *InstitutionalMatter.choices],
    )
    themes = ThemesField(label=_("Themes"))
    wished_by = DayField(label=_("By when?"), required=False)
    attached = FilesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["need", "organisation", "title", "kind", "matter", "themes", "wished_by", "attached"])


class MessageForm(forms.Form):
    """A message, with files; the desk may keep it among itself or wait for the town's answer."""

    text = LineField(label=_("Your message"), max_length=20000, rows=6)
    attached = FilesField()
    waits_for_town = forms.BooleanField(
        label=_("I ask the town something: the request waits for its answer"), required=False
    )
    is_private = forms.BooleanField(
        label=_("Private note: only advisers of this request and the secretariat read it"), required=False
    )

    def __init__(self, *args: Any, is_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["dir"] = "auto"
        if not is_desk:
            del self.fields["waits_for_town"], self.fields["is_private"]


class ReasonForm(forms.Form):
    """A few words to whoever it concerns."""

    reason = LineField(label=_("Reason"), max_length=2000, rows=4)

    def __init__(
        self, *args: Any, label: Any = "", help_text: Any = "", is_required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label or field.label, help_text, is_required
        field.widget.attrs["dir"] = "auto"


class HandOverForm(ReasonForm):
    """To whom, and what they should know."""

    to = forms.ChoiceField(label=_("To whom?"))
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, present: Adviser | None, may_return: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.advisers = {one.public_id: one for one in active_advisers() if one != present}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        queue = [("queue", _("Back to the queue: whoever can takes it"))] if may_return else []
        field.choices = [*queue, *((key, str(one.user)) for key, one in self.advisers.items())]
        self.fields["reason"].help_text = _("A private note: the next adviser reads it, the town does not.")

    def chosen(self) -> Adviser | None:
        """The adviser, None for the queue."""
        return self.advisers.get(self.cleaned_data["to"])


class CloseForm(forms.Form):
    """How it went."""

    outcome = forms.ChoiceField(label=_("Did it help?"), choices=[(one.value, capfirst(str(one.label))) for one in CLOSING],
                                widget=forms.RadioSelect)  # fmt: skip
    result = LineField(
        label=_("What came of it"),
        max_length=4000,
        rows=5,
        required=False,
        help_text=_(
            "For the memory of the network: what was decided, what was done. The people of this request read it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].widget.attrs["dir"] = "auto"


class DeadlineForm(forms.Form):
    """What is to be done by a day."""

    text = LineField(label=_("What is to be done"), max_length=200)
    due = DayField(label=_("By"))
    for_whom = forms.ChoiceField(
        label=_("By whom"), choices=[(one.value, capfirst(str(one.label))) for one in ForWhom], initial=ForWhom.ADVISER,
        help_text=_("The town reads only the deadlines that are for it."),
    )  # fmt: skip


class OfficeForm(forms.Form):
    """For what somebody advises."""

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of help"),
        choices=[(one.value, capfirst(str(one.label))) for one in CaseKind],
        initial=[CaseKind.METHOD],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Requests of other kinds are not shown to this person."),
    )
    themes = ThemesField(label=_("Themes"), help_text=_("What the person knows best; the queue shows these first."))
    most_cases = forms.IntegerField(label=_("Most requests at a time"), min_value=1, max_value=200, initial=5)
    is_volunteer = forms.BooleanField(
        label=_("Volunteer, not of the network's own staff"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, own_name(code)) for code in language_codes()]


class NameForm(OfficeForm):
    """Who, and for what."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The person must have signed in here once.")
    )
    field_order = ["email", "languages", "kinds", "themes", "most_cases", "is_volunteer"]

    def clean_email(self) -> str:
        """Invisible characters are refused with their place."""
        return clean_text(self.cleaned_data["email"], multiline=False)
