"""How pages are served: threads, the product's own limits, nothing to the outside."""

import os
import re

from gunicorn.http import message

wsgi_app = "seguia.config.wsgi:application"
bind = os.environ.get("SEGUIA_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SEGUIA_WEB_PROCESSES", "2"))
worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 20
keepalive = 15
accesslog = None
loglevel = "warning"
preload_app = False
control_socket_disable = True  # no socket beside the pages
proc_name = "seguia"


def post_worker_init(worker: object) -> None:
    """Open the search before the first person asks."""
    from seguia.search.engine import warm_up  # noqa: PLC0415 -- Django is ready only now

    warm_up()


# An address that is far too long is answered by Seguia, in the reader's language, not by the server's own page.
# An address typed in Arabic and sent as it is (not percent-encoded) is understood: it is UTF-8, or refused by Seguia.
message.RFC9112_TARGET_INVALID = re.compile(r"[\x00-\x20\x7f]")
message.MAX_REQUEST_LINE = 262_144
limit_request_line = 262_143
