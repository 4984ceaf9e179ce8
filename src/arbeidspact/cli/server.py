"""Gunicorn, started from here: a few worker processes with threads, until Ctrl-C."""

import gc
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from arbeidspact.cli.installation import LOCAL_SETTINGS, is_loopback, settings_in_use

SITE_ADDRESS = "ARBEIDSPACT_SITE_URL"
FURTHER_PORTS = 20
THREADS = 4


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to serve, and with how many processes."""

    host: str
    port: int
    workers: int = 2

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.bind}/"


class Server(BaseApplication):  # type: ignore[misc]
    """Our pages under gunicorn; `ready` is called once it listens."""

    def __init__(self, listening: Listening, ready: Callable[[], None]) -> None:
        self._options = {
            "bind": listening.bind,
            "workers": listening.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "preload_app": True,
            "when_ready": lambda _arbiter: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application with all its addresses, so that a page that cannot be loaded stops the start; and matching
        made ready, so that no worker lets its first visitor wait. Workers share what is made here."""
        from django.core.wsgi import get_wsgi_application
        from django.db import connections
        from django.urls import get_resolver

        from arbeidspact.vacancies.warming import warm_up_to_serve

        application = get_wsgi_application()
        _ = get_resolver().url_patterns
        warm_up_to_serve()
        connections.close_all()
        # What is made here stays for as long as the server lives: no worker looks through it again for what to free.
        gc.collect()
        gc.freeze()
        return application


def free_port(host: str, wanted: int) -> int:
    """Which port can be served on: the wanted one, or else the first free one after it?

    Raises: `OSError` when none of the next ones is free.
    """
    for port in range(wanted, wanted + FURTHER_PORTS):
        if port_is_free(host, port):
            return port
    raise OSError(98, "all of these ports are in use", f"{host}:{wanted}-{wanted + FURTHER_PORTS - 1}")


def port_is_free(host: str, port: int) -> bool:
    """Can something listen here?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return False
    return True


def links_lead_to(listening: Listening) -> None:
    """Links that are shown or sent lead to what is served here, unless the site was given an address of its own.

    Only with the local settings and on this machine alone: anywhere else people come by another address than the one
    that is listened on. Processes that are started from here get it too.
    """
    from django.conf import settings

    if os.environ.get(SITE_ADDRESS) or settings_in_use() != LOCAL_SETTINGS or not is_loopback(listening.host):
        return
    settings.SITE_URL = os.environ[SITE_ADDRESS] = listening.address.rstrip("/")


def serve_until_stopped(listening: Listening, ready: Callable[[], None]) -> None:
    """Serves until Ctrl-C; database connections of this process are not handed to the workers."""
    links_lead_to(listening)
    Server(listening, ready).run()
