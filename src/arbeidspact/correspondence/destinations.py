"""Where notices may go: public addresses, over TLS. Nobody reaches the inside of our network through us."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import InvalidValue

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class ForbiddenDestination(Exception):
    """The name leads to an address of the inside, or to none."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """An address with its name looked up once: what was checked is what is called.

    `host`: for the header; `name`: for the certificate.
    """

    address: str
    host: str
    name: str


def checked_address(written: str) -> str:
    """This address of a program, as it may be kept.

    Raises: `InvalidValue` when it is no whole https address, names somebody, or is inside our network.
    """
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    name = parts.hostname or ""
    is_plain_local = parts.scheme == "http" and name in LOCAL_NAMES and settings.WEBHOOKS_TO_PRIVATE_HOSTS
    if not name or not written.isprintable() or " " in written or (parts.scheme != "https" and not is_plain_local):
        raise InvalidValue(
            _("This is not a safe web address."), hint=_("It begins with https:// and names a host."), field="address"
        )
    if parts.username or parts.password or parts.fragment:
        raise InvalidValue(_("Write the address without a name, a password or a #."), field="address")
    literal = _as_ip(name)
    if not settings.WEBHOOKS_TO_PRIVATE_HOSTS and (
        name in LOCAL_NAMES
        or name.endswith((".local", ".internal", ".localhost"))
        or ("." not in name and not literal)
        or (literal is not None and not _is_public(literal))
    ):
        raise InvalidValue(
            _("This address is inside our own network."), hint=_("Give an address on the internet."), field="address"
        )
    return urlunsplit(
        (parts.scheme, parts.netloc if port else parts.netloc.rstrip(":"), parts.path or "/", parts.query, "")
    )


def pinned(address: str) -> Pinned:
    """This address with its name looked up now. Raises: `ForbiddenDestination` when any answer is not public."""
    parts = urlsplit(address)
    name = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = {answer[4][0] for answer in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as problem:
        raise ForbiddenDestination(name) from problem
    numbers = [ipaddress.ip_address(str(one).partition("%")[0]) for one in found]
    if not numbers or not (settings.WEBHOOKS_TO_PRIVATE_HOSTS or all(map(_is_public, numbers))):
        raise ForbiddenDestination(name)
    # IPv4 first: not every machine that has a name in IPv6 is reached over it.
    number = min(numbers, key=lambda one: (one.version, one.packed))
    place = f"[{number}]" if number.version == 6 else str(number)
    return Pinned(
        urlunsplit((parts.scheme, f"{place}:{port}", parts.path or "/", parts.query, "")),
        parts.netloc,
        name,
    )


def _as_ip(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
    return number.is_global and not number.is_multicast and (inner is None or inner.is_global)
