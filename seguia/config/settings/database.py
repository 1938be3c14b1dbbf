"""SQLite by default, PostgreSQL by `DATABASE_URL`; the cache in the database or in Redis by `REDIS_URL`."""

from typing import Any

from seguia.config.settings.environment import DATA_DIR, env


def _database() -> dict[str, Any]:
    config: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'seguia.sqlite3'}")
    if config["ENGINE"].endswith("sqlite3"):
        config["ENGINE"] = "seguia.core.sqlite"
        config["OPTIONS"] = {"timeout": 30}
        config["TEST"] = {"NAME": ":memory:"}
    elif config["ENGINE"].endswith("postgresql"):
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": 8, "timeout": 20},
        }
    config["CONN_MAX_AGE"] = None if config["ENGINE"] == "seguia.core.sqlite" else 0
    config["ATOMIC_REQUESTS"] = False
    return config


DATABASES = {"default": _database()}

REDIS_URL: str = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "seguia"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
