"""The signature under a report: one Ed25519 key of the installation, a statement that names every hash, a detached
signature over that statement.

Source: RFC 8032 (Ed25519); keys as RFC 5208 and RFC 5280 have them (PEM), so that other tools read them.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import Conflict, InvalidValue

FIRST_LINE: Final = "arbeidspact report statement 1"
LINE: Final = re.compile(r"^(?P<name>[a-z][a-z0-9 -]*): (?P<text>.*)$")


class Verdict(StrEnum):
    """What came out of checking a file against a statement and its signature."""

    GENUINE = "genuine"
    FILE_CHANGED = "file-changed"
    STATEMENT_FORGED = "statement-forged"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `name`: under which name the statement knows the file; empty when it knows it not at all."""

    verdict: Verdict
    sha256: str
    name: str
    facts: Mapping[str, str]


def key_path() -> Path:
    """Where the key that signs lies."""
    return Path(settings.DATA_DIR) / "keys" / "report-signing.pem"


def make_key(*, replace: bool = False) -> str:
    """Makes the key that signs reports, readable by its owner alone. Returns: its fingerprint.

    Arguments: `replace`, put the key that is there aside, with the moment in its name. Raises: `Conflict` when there is
    a key and it may not be replaced.
    """
    path = key_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if replace and path.exists():
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        path.rename(path.with_name(f"report-signing-until-{moment}.pem"))
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Written aside first, so that nobody reads half a key, and linked so that the first of two makers wins.
    part = path.with_name(f".report-signing.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(part, path)
    except FileExistsError:
        raise Conflict(
            _("There is a key already."),
            hint=_("Say --replace to make a new one; signatures of the old key are checked with its public key."),
        ) from None
    finally:
        part.unlink()
    return fingerprint_of(public_key())


def signing_key() -> Ed25519PrivateKey:
    """The key that signs; made at first use."""
    if not key_path().exists():
        with suppress(Conflict):  # Another process made it at this moment.
            make_key()
    key = load_pem_private_key(key_path().read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise InvalidValue(_("The key for reports is of another kind than Ed25519."), hint=_("Make a new key."))
    return key


def has_key() -> bool:
    """Is there a key yet?"""
    return key_path().is_file()


def public_key() -> str:
    """The public key, as PEM."""
    return signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint_of(pem: str) -> str:
    """By what is this public key known? The SHA-256 of its DER form, in hexadecimal. Raises: `InvalidValue`."""
    der = _public(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def statement_of(facts: Mapping[str, str]) -> str:
    """The statement that is signed: a line for each fact, in this order, each ended by a line feed."""
    return "".join(f"{line}\n" for line in (FIRST_LINE, *(f"{name}: {text}" for name, text in facts.items())))


def facts_of(statement: str) -> dict[str, str]:
    """What a statement says. Raises: `InvalidValue` when it is not one of ours."""
    first, *lines = statement.splitlines()[:100] or [""]
    found = [LINE.match(line) for line in lines]
    if first != FIRST_LINE or not all(found):
        raise InvalidValue(
            _("This is not the statement of a report."),
            hint=_("Take the file statement.txt that goes with the report."),
        )
    return {match["name"]: match["text"] for match in found if match}


def sign(statement: str) -> bytes:
    """The signature under this statement: 64 bytes, the same for the same statement and key."""
    return signing_key().sign(statement.encode())


def check_file(content: bytes, statement: bytes, signature: bytes, public_pem: str) -> Checked:
    """Is this file as it was when it was signed?

    Arguments: `content`, of the PDF, the HTML file or content.json; `public_pem`, the key of the installation.
    Raises: `InvalidValue` for a key or a statement that is none.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    key = _public(public_pem)
    try:
        text = statement.decode()
    except UnicodeDecodeError:
        text = ""
    facts = facts_of(text)
    name = next((name for name, text in facts.items() if name.endswith(" sha256") and text == sha256), "")
    try:
        key.verify(signature, statement)
    except InvalidSignature:
        return Checked(Verdict.STATEMENT_FORGED, sha256, name.removesuffix(" sha256"), facts)
    verdict = Verdict.GENUINE if name else Verdict.FILE_CHANGED
    return Checked(verdict, sha256, name.removesuffix(" sha256"), facts)


def _public(pem: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidValue(
            _("This is not a public key (Ed25519, PEM)."), hint=_("Take the key that the site publishes.")
        )
    return key
