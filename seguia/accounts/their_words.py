"""Sentences of Django and allauth that people read here, listed so that our catalogues say them as the rest of the site does.

Our catalogues come before theirs. Without this list a person would be addressed as "you" in two manners on one page, and
find English where a catalogue of theirs has a gap. Nothing imports this module: the extraction of messages reads it.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SENTENCES = (
    _("Email"),
    _("Email address"),
    _("Password (again)"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Forgot your password?"),
    _("Code"),
    _("Authenticator code"),
    _("Master key"),
    _("Key nr. {number}"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid or expired key."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("The email address and/or password you specified are not correct."),
    _("The new value must be different from the current one."),
    _("This email address is already associated with this account."),
    _("A user is already registered with this email address."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Your account has no password set up."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("Successfully signed in as %(name)s."),
    _("You have signed out."),
    _("A sign-in code has been sent to %(recipient)s."),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("A new set of recovery codes has been generated."),
    _("Security key added."),
    _("Security key removed."),
    _("Signed out of all other sessions."),
    _("Primary email address set."),
    _("You have confirmed %(email)s."),
    _("Confirmation email sent to %(email)s."),
    _("The two password fields didn’t match."),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)
