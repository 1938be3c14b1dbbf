"""The person who signs in: an e-mail address, a name, a language."""

import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_deed_ref() -> str:
    """A name without meaning, under which the record of deeds knows a person (128 bits)."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    """People are found by e-mail address, without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first member of a secretariat, from the command line."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in by address, whatever its capitals."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `is_staff` means the network's secretariat."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    is_staff = models.BooleanField(_("secretariat"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    deed_ref = models.CharField(max_length=32, unique=True, null=True, default=new_deed_ref, editable=False)
    """The only link between the record of deeds and a person: erasure cuts it, the record stays whole."""
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="accounts_user_email_once"),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return str(_("Former member"))
        return self.name or self.email


class Erasure(models.Model):
    """Somebody's data were erased. Kept so that a backup from before is erased again after it was restored."""

    digest = models.CharField(max_length=64, unique=True)
    """Of the account's number and its first moment: tells nothing to whoever has no backup."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.digest[:12]
