"""Who, beside the secretariat, writes pages and news."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageEditor(models.Model):
    """The secretariat lets a person write pages and news; taking the row away ends it at the next request."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="page_editor", verbose_name=_("person")
    )
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("page editor")
        verbose_name_plural = _("page editors")

    def __str__(self) -> str:
        return str(self.user)
