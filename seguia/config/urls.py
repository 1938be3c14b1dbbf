"""Everything is mounted here: pages under their language, the API and files without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from seguia.core.identifiers import PublicIdConverter

register_converter(PublicIdConverter, "public_id")

urlpatterns = [
    *i18n_patterns(
        path("account/", include("allauth.account.urls")),
    ),
]

handler400 = "seguia.ui.errors.bad_request"
handler403 = "seguia.ui.errors.permission_denied"
handler404 = "seguia.ui.errors.page_not_found"
handler500 = "seguia.ui.errors.server_error"
