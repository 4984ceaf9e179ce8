"""Releases at the command line: made, stopped, mended, published, withdrawn."""

import pytest

from tests.publications.conftest import city, data_folder, without_total  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_release_is_made_published_and_withdrawn(run, without_total):  # noqa: F811
    assert "draft, 3 figures, 0 of them hidden" in run("release", "make", "--group", "muide+brugse-poort").output
    version = next(word for word in run("release", "list").output.split() if word.endswith(".1"))
    assert "is public" in run("release", "publish", version).output

    stopped = run("release", "make").output
    assert "= 9 people in" in " ".join(stopped.split())
    assert "--group brugse-poort+muide helps" in stopped

    assert "is withdrawn" in run("release", "withdraw", version, "--reason", "Verkeerd kwartaal").output
    assert "withdrawn" in run("release", "list").output
