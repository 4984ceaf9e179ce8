"""Which installation a command works on: its data directory and settings, chosen before Django reads them."""

import ipaddress
import os
from pathlib import Path

LOCAL_SETTINGS = "arbeidspact.settings.local"
PRODUCTION_SETTINGS = "arbeidspact.settings.production"


def choose_data_directory(directory: Path | None) -> None:
    """Commands work in this data directory; None leaves it to ARBEIDSPACT_DATA and its default."""
    if directory is not None:
        os.environ["ARBEIDSPACT_DATA"] = str(directory.expanduser().resolve())


def open_installation() -> None:
    """Makes Django ready for this installation; the settings are the local ones unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", LOCAL_SETTINGS)
    import django
    from django.utils import translation

    django.setup()
    translation.activate("en")


def settings_in_use() -> str:
    """Which settings module is in force?"""
    return os.environ.get("DJANGO_SETTINGS_MODULE", LOCAL_SETTINGS)


def is_loopback(host: str) -> bool:
    """Does this name or address lead to this machine and nowhere else?"""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
