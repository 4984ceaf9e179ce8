"""Same content, same bytes: in another process, folder, time zone, language and order of hashes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from arbeidspact.reports.content import content_from
from arbeidspact.reports.making import made_page, made_pdf
from tests.reports.contents import report_content

PROGRAM = """
import hashlib, sys, django
django.setup()
from arbeidspact.reports.content import content_from
from arbeidspact.reports.making import made_page, made_pdf
content = content_from(sys.stdin.buffer.read().decode())
for kind in ("steering", "citizens"):
    for language in ("nl", "en"):
        print(hashlib.sha256(made_pdf(content, kind, language).pdf).hexdigest())
        print(hashlib.sha256(made_page(content, kind, language)).hexdigest())
print(content.sha256)
"""
ELSEWHERE = [
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LANG": "nl_BE.UTF-8", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "1"},
]


def hashes_made(folder: Path, surroundings: dict[str, str]) -> list[str]:
    environment = {**os.environ, **surroundings, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=report_content().as_text().encode(),
        capture_output=True,
        cwd=folder,
        env=environment,
        check=True,
    )
    return done.stdout.decode().split()


def test_two_processes_in_different_places_make_the_same_bytes(tmp_path):
    folders = [tmp_path / "one", tmp_path / "another folder"]
    for folder in folders:
        folder.mkdir()

    first, second = (hashes_made(*place) for place in zip(folders, ELSEWHERE, strict=True))

    assert first == second
    assert len(set(first)) == 9
    here = report_content()
    assert first[0] == hashlib.sha256(made_pdf(here, "steering", "nl").pdf).hexdigest()
    assert first[1] == hashlib.sha256(made_page(here, "steering", "nl")).hexdigest()
    assert first[-1] == here.sha256


def test_content_survives_its_canonical_form():
    content = report_content()

    assert content_from(content.as_text()) == content
    assert content_from(content.as_text()).as_text() == content.as_text()


@pytest.mark.parametrize("kind", ["steering", "citizens"])
def test_other_content_gives_other_bytes(kind):
    content = report_content()
    other = content.model_copy(update={"publisher": "Stad Genk"})

    assert content.sha256 != other.sha256
    assert made_pdf(content, kind, "nl").pdf != made_pdf(other, kind, "nl").pdf
    assert made_page(content, kind, "nl") != made_page(other, kind, "nl")
