"""What every benchmark needs: the product loaded, the machine named."""

import os
import platform
from datetime import date
from pathlib import Path

import django


def use_product() -> None:
    """Load Seguia with the settings of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seguia.config.settings")
    django.setup()


def machine() -> str:
    """One line on where and when."""
    memory = 0
    for line in (
        Path("/proc/meminfo").read_text(encoding="ascii").splitlines() if Path("/proc/meminfo").exists() else []
    ):
        if line.startswith("MemTotal"):
            memory = int(line.split()[1]) // 1_048_576
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {memory} GiB, "  # noqa: DTZ011 -- the reader's day
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
