"""Headers, cookies, content security: everything from ourselves, nothing inline."""

from csp.constants import NONE, SELF

from seguia.config.settings.environment import PRODUCTION, SITE_URL, env
from seguia.config.settings.signing_in import OIDC_APPS

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "seguia.ui.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

if PRODUCTION:
    SECURE_SSL_REDIRECT: bool = env.bool("SEGUIA_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

TILE_URL: str = env.str("SEGUIA_TILE_URL", default="")
"""A map tile address (`https://…/{z}/{x}/{y}.png`); empty: the outline map that is part of Seguia."""
_TILE_ORIGIN = ["/".join(TILE_URL.split("/")[:3])] if TILE_URL else []
_SIGN_ON_ORIGINS = sorted({"/".join(app["settings"]["server_url"].split("/")[:3]) for app in OIDC_APPS})
"""The button of a single sign-on posts to us and is sent on there: browsers ask the policy about both."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_TILE_ORIGIN],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *_SIGN_ON_ORIGINS],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
