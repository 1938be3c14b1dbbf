"""Everything is mounted here: pages under their language, the API and files without one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from seguia.config.api import api
from seguia.core.identifiers import PublicIdConverter
from seguia.portal.machines import urls as machines

register_converter(PublicIdConverter, "public_id")

urlpatterns = [
    path("api/v1/", api.urls),
    *machines.once,
    path("files/", include("seguia.files.urls")),
    path("sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", include("seguia.vocabulary.addresses")),
    path("mail/", include("seguia.notifications.addresses")),
    *i18n_patterns(
        *machines.in_each_language,
        path("", include("seguia.portal.urls")),
        path("search/", include("seguia.search.urls")),
        path("actions/", include("seguia.actions.urls")),
        path("replications/", include("seguia.replication.urls")),
        path("questions/", include("seguia.questions.urls")),
        path("exchange/", include("seguia.exchange.urls")),
        path("help-desk/", include("seguia.support.urls")),
        path("library/", include("seguia.library.urls")),
        path("", include("seguia.territories.urls")),
        path("", include("seguia.membership.urls")),
        path("mandates/", include("seguia.mandates.urls")),
        path("dues/", include("seguia.dues.urls")),
        path("translation/", include("seguia.translation.urls")),
        path("reports/", include("seguia.reports.urls")),
        path("newsletter/", include("seguia.newsletter.urls")),
        path("", include("seguia.vocabulary.urls")),
        path("notifications/", include("seguia.notifications.urls")),
        path("account/", include("seguia.accounts.urls")),
        path("audit/", include("seguia.audit.urls")),
        path("", include("seguia.pages.urls")),
    ),
]

handler400 = "seguia.ui.errors.bad_request"
handler403 = "seguia.ui.errors.permission_denied"
handler404 = "seguia.ui.errors.page_not_found"
handler500 = "seguia.ui.errors.server_error"
