"""The web server: gunicorn, started from the program itself."""

import os
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from gunicorn.app.base import BaseApplication

from dueregard.kernel.cli import CommandRefused
from dueregard.setup.running import LOOPBACK

# The route, never the address: an address holds ids, search words and the tokens of links.
ACCESS = (
    '{"level":"INFO","logger":"access","method":"%(m)s","route":"%({dueregard.route}e)s",'
    '"status":"%(s)s","bytes":"%(B)s","seconds":"%(L)s"}'
)


class Routed(WSGIHandler):
    """Tells the access log which page answered."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        answer = super().get_response(request)
        match = request.resolver_match
        request.META["dueregard.route"] = match.route if match else ""
        return answer


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with threads: pages wait for the database, not for the processor."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return Routed()


def why_not_listen(host: str) -> list[str]:
    """A demonstration asks for no second factor, so it answers only on its own machine."""
    if settings.DEMO and host not in LOOPBACK:
        return [f"A demonstration answers on this machine only (127.0.0.1), not on {host}."]
    return []


def serve(*, host: str, port: int, workers: int, threads: int = 8) -> None:
    """Serve until told to stop. Collects the static files first, where the product is not a demonstration."""
    if reasons := why_not_listen(host):
        raise CommandRefused(" ".join(reasons))
    if not settings.WHITENOISE_USE_FINDERS:
        _collect_static()
    shown = f"[{host}]" if ":" in host else host
    Server(
        {
            "bind": f"{shown}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "preload_app": True,
            "control_socket_disable": True,
            "graceful_timeout": 10,
            "keepalive": 5,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "loglevel": "warning",
            "accesslog": "-" if os.environ.get("DUEREGARD_ACCESS_LOG", "1") != "0" else None,
            "access_log_format": ACCESS,
            "limit_request_line": 4094,
        }
    ).run()


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
