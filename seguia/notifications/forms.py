"""The page on which a person says how they want to be told."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from seguia.core.languages import language_codes, own_name
from seguia.notifications.models import Mail
from seguia.notifications.notice_kinds import NoticeGroup
from seguia.notifications.preferences import Wish


class PreferencesForm(forms.Form):
    """Two fields for each group that can be switched off, and the language of mails."""

    language = forms.ChoiceField(label=_("Language of your mails"))

    def __init__(self, wishes: list[tuple[NoticeGroup, Wish]], language: str, data: Any = None) -> None:
        super().__init__(data)
        self.wishes = wishes
        chosen: Any = self.fields["language"]
        chosen.choices = [(code, own_name(code)) for code in language_codes()]
        chosen.initial = language or settings.LANGUAGE_CODE
        for group, wish in wishes:
            if not group.locked_because:
                self._add(group, wish)

    def _add(self, group: NoticeGroup, wish: Wish) -> None:
        self.fields[f"{group.code}-in_app"] = forms.BooleanField(
            label=_("On this platform"), required=False, initial=wish.in_app
        )
        self.fields[f"{group.code}-mail"] = forms.ChoiceField(
            label=_("By mail"), choices=Mail.choices, initial=wish.mail
        )

    def groups(self) -> list[dict[str, Any]]:
        """For the template: each group with its two fields, or the reason why there are none."""
        return [
            {
                "group": group,
                "fields": [] if group.locked_because else [self[f"{group.code}-in_app"], self[f"{group.code}-mail"]],
            }
            for group, _wish in self.wishes
        ]

    def chosen(self) -> dict[str, Wish]:
        """What was chosen, by group."""
        told = self.cleaned_data
        return {
            group.code: Wish(told[f"{group.code}-in_app"], Mail(told[f"{group.code}-mail"]))
            for group, _wish in self.wishes
            if not group.locked_because
        }
