"""Files of members (private, served through a rights check) and static files (public, hashed names)."""

from seguia.config.settings.environment import DATA_DIR, DEBUG, MODE

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
EXPORTS_DIR = DATA_DIR / "exports"
"""Downloads that the worker writes (the vocabulary as SKOS and CSV); may be deleted at any time."""
ASKED_WORDS_DIR = DATA_DIR / "asked-words"
"""Words searched for and not known, until the worker has counted them."""
_HASHED = MODE != "development"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "seguia.ui.static_storage.StaticStorage"
        if _HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "gz", "br", "woff2"]
WHITENOISE_USE_FINDERS = not _HASHED
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 31_536_000 if _HASHED else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"seguia": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
