"""Forms for passkeys that take nonsense for nonsense: the credential comes from a browser, so from anybody."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_CREDENTIAL = 64_000
"""Characters; a real one has some thousands."""


class CredentialField(forms.JSONField):
    """An object of JSON, not too long and not too deep."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The object. Raises ValidationError."""
        if isinstance(value, str) and len(value) > MAX_CREDENTIAL:
            raise self._unreadable()
        try:
            given = super().to_python(value)
        except RecursionError as error:
            raise self._unreadable() from error
        if given is not None and not isinstance(given, dict):
            raise self._unreadable()
        return given

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A credential counts once: it is never shown again in a form that comes back."""
        return initial

    def _unreadable(self) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")


class _Careful(forms.Form):
    """What the library cannot read is a wrong passkey, not a fault of ours."""

    def _careful(self, check: Any) -> Any:
        try:
            return check()
        except (KeyError, TypeError, ValueError, AttributeError, LookupError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(_Careful, webauthn.AddWebAuthnForm):
    """A name, and whether the passkey opens the account alone."""

    name = forms.CharField(label=_("Name of the passkey"), required=False, max_length=80)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=_("No password is needed then; the device asks for your finger, face or PIN each time."),
    )
    credential = CredentialField()

    def clean(self) -> Any:
        """Checked by the library."""
        return self._careful(super().clean)


class AuthenticatePasskeyForm(_Careful, webauthn.AuthenticateWebAuthnForm):
    """After the password."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """The passkey it belongs to."""
        return self._careful(super().clean_credential)


class LoginPasskeyForm(_Careful, webauthn.LoginWebAuthnForm):
    """Instead of the password."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """The passkey it belongs to."""
        return self._careful(super().clean_credential)


class ReauthenticatePasskeyForm(_Careful, webauthn.ReauthenticateWebAuthnForm):
    """Once more, for what cannot be undone."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        """The passkey it belongs to."""
        return self._careful(super().clean_credential)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=80)
