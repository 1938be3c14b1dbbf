"""`script/server`: everything on one machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.portal.serving import port_in_use, prepare, run_until_stopped


class Command(BaseCommand):
    """Prepare what is missing, then serve pages and run the worker until stopped."""

    help = "Prepare everything and serve Seguia on this machine (loopback only), with its worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="prepare, but do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not 1 <= port <= 65535:
            raise CommandError("The port must be a number from 1 to 65535.")
        if port_in_use(port):
            raise CommandError(
                f"Port {port} is in use by another program. Choose another one: script/server --port {port + 1}"
            )
        if done := prepare():
            self.stdout.write("ready: " + ", ".join(done))
        if not options["prepare_only"]:
            raise SystemExit(run_until_stopped(port, self.stdout.write))
