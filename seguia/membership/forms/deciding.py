"""What the secretariat and representatives say when a membership changes."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.membership.forms.fields import DayField, LineField


class EmptyForm(forms.Form):
    """A button is enough."""


class ReasonForm(forms.Form):
    """Why."""

    reason = LineField(
        label=_("Reason"),
        max_length=2000,
        rows=5,
        help_text=_("The organisation reads it, in the mail and on its page."),
    )


class DatedReasonForm(ReasonForm):
    """Why, and from when."""

    on = DayField(label=_("Day"), initial=timezone.localdate)


class BoardForm(forms.Form):
    """What the board decided."""

    board_on = DayField(label=_("Day of the board’s decision"), initial=timezone.localdate)
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("accepted")), ("no", _("refused"))], widget=forms.RadioSelect
    )
    reference = LineField(
        label=_("Reference of the decision"), max_length=80, required=False, help_text=_("Needed for an acceptance.")
    )
    reason = LineField(
        label=_("Reason"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("Needed for a refusal; the author of the request reads it."),
    )


class NoticeForm(forms.Form):
    """A written notice."""

    notice_on = DayField(label=_("Day of the written notice"), initial=timezone.localdate)
    reason = LineField(label=_("Reason"), max_length=2000, rows=4, required=False)
