"""Where we are: mode, data folder, secret, hosts."""

import secrets
from pathlib import Path

import environ

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]

MODE: str = env.str("SEGUIA_MODE", default="development")
"""`demonstration` (script/server), `production`, `development` (tests and the command line)."""
if MODE not in {"demonstration", "production", "development"}:
    raise environ.ImproperlyConfigured(f"SEGUIA_MODE is '{MODE}'; it must be demonstration, production or development.")

DEMONSTRATION: bool = MODE == "demonstration"
PRODUCTION: bool = MODE == "production"
DEBUG: bool = env.bool("SEGUIA_DEBUG", default=False)

DATA_DIR = Path(env.str("SEGUIA_DATA", default=str(ROOT / "var")))
"""Everything this installation writes: database, files, search index, key."""
DATA_DIR.mkdir(parents=True, exist_ok=True)

SITE_URL: str = env.str("SEGUIA_SITE_URL", default="http://localhost:8000").rstrip("/")
"""The one origin that links in mails, feeds and exports point to; never taken from a request."""
NETWORK_NAME: dict[str, str] = {
    "ar": env.str("SEGUIA_NETWORK_NAME_AR", default="شبكة المدن الإيكولوجية"),
    "fr": env.str("SEGUIA_NETWORK_NAME_FR", default="Réseau des villes écologiques"),
    "en": env.str("SEGUIA_NETWORK_NAME_EN", default="Network of ecological towns"),
}
ALLOWED_HOSTS: list[str] = env.list(
    "SEGUIA_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)


def _secret_key() -> str:
    """The given key, or, outside production, one made at first start and kept in the data folder."""
    given: str = env.str("SEGUIA_SECRET_KEY", default="")
    if given or PRODUCTION:
        return given
    place = DATA_DIR / "secret-key"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return place.read_text(encoding="ascii").strip()


SECRET_KEY: str = _secret_key()
SEARCH_INDEX_DIR = Path(env.str("SEGUIA_SEARCH_INDEX", default=str(DATA_DIR / "search-index")))
"""This node's own copy of the search index; may be deleted at any time and is then rebuilt."""

MEMBERSHIP_NOTICE_MONTHS: int = env.int("SEGUIA_MEMBERSHIP_NOTICE_MONTHS", default=6)
"""Months between a written resignation and the end of the membership."""
DUES_ACTIVATION: str = env.str("SEGUIA_DUES_ACTIVATION", default="first")
"""`first`: an accepted organisation is a member from its first payment on; `full`: once everything is paid."""
if DUES_ACTIVATION not in {"first", "full"}:
    raise environ.ImproperlyConfigured(f"SEGUIA_DUES_ACTIVATION is '{DUES_ACTIVATION}'; it must be first or full.")
