"""`python -m seguia COMMAND`: the product's command line (`script/seguia` calls this)."""

import os
import sys


def main() -> None:
    """Run one command; settings come from the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seguia.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- settings first

    execute_from_command_line(["seguia", *sys.argv[1:]])


if __name__ == "__main__":
    main()
