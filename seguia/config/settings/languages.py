"""Languages are a setting: a network may add one without a migration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.config.settings.environment import DATA_DIR, ROOT, env

LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
LANGUAGE_CODE: str = env.str("SEGUIA_LANGUAGE", default="fr")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE: str = env.str("SEGUIA_TIME_ZONE", default="Africa/Casablanca")
COUNTRY: str = env.str("SEGUIA_COUNTRY", default="MA")
"""The network's own country (ISO 3166): how dates and numbers are written in each language."""
LOCALE_PATHS = [ROOT / "seguia" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

EMAIL_CONFIG: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND: str = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST: str = EMAIL_CONFIG.get("EMAIL_HOST", "")
EMAIL_FILE_PATH = str(DATA_DIR / (EMAIL_CONFIG.get("EMAIL_FILE_PATH") or "mails"))
"""`filemail:///mails`: each run of the worker writes its mails into a file of this folder of the data folder."""
EMAIL_PORT: int = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER: str = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL: str = env.str("SEGUIA_FROM_EMAIL", default="seguia@localhost")
REPLY_TO_EMAIL: str = env.str("SEGUIA_REPLY_TO", default=DEFAULT_FROM_EMAIL)
"""Where people's answers to our mails go: the secretariat's address."""
EMAIL_TIMEOUT = 20
"""Seconds without a word after which a mail server counts as silent."""

DIGEST_HOUR: int = env.int("SEGUIA_DIGEST_HOUR", default=7)
"""Hour of the network's own time at which the daily and the weekly mail with notices are made (0 to 23)."""
DIGEST_DAY: int = env.int("SEGUIA_DIGEST_DAY", default=0)
"""Day of the weekly mail: 0 is Monday, 6 is Sunday."""

BOUNCE_ADDRESS: str = env.str("SEGUIA_BOUNCE_ADDRESS", default="")
"""Where mails that cannot be delivered come back, `bounces@example.org`; its server takes `bounces+…@` too."""
BOUNCE_MAILDIR: str = env.str("SEGUIA_BOUNCE_MAILDIR", default="")
BOUNCE_IMAP_URL: str = env.str("SEGUIA_BOUNCE_IMAP_URL", default="")
"""`imaps://user:password@host:993/INBOX`."""
BOUNCE_SECRET: str = env.str("SEGUIA_BOUNCE_SECRET", default="")
"""What a mail provider proves itself with when it reports bounces to `/mail/bounces`; without it there is no such address."""

INBOUND_ADDRESS: str = env.str("SEGUIA_INBOUND_ADDRESS", default="")
"""Where people answer our mails, `reply@example.org`; its server takes `reply+…@` too. Without it mails name the page."""
INBOUND_MAILDIR: str = env.str("SEGUIA_INBOUND_MAILDIR", default="")
INBOUND_IMAP_URL: str = env.str("SEGUIA_INBOUND_IMAP_URL", default="")
"""`imaps://user:password@host:993/INBOX`."""
INBOUND_SECRET: str = env.str("SEGUIA_INBOUND_SECRET", default="")
"""What a mail provider signs the mails with that it hands to `/mail/incoming`; without it there is no such address."""
