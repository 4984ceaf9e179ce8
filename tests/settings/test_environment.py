"""Where an installation keeps its data and keys, and that nobody else can read them."""

import os
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from arbeidspact.settings.environment import (
    data_directory,
    is_on,
    keep_compiled_in,
    key_from,
    made_private,
    one_of,
    whole_number,
    words,
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_data_directory_is_the_one_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ARBEIDSPACT_DATA", str(tmp_path / "here"))

    assert data_directory() == tmp_path / "here"


def test_without_a_name_it_is_in_the_users_own_data(monkeypatch, tmp_path):
    monkeypatch.delenv("ARBEIDSPACT_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert data_directory() == tmp_path / "arbeidspact"


def test_a_new_data_directory_is_for_its_owner_alone(tmp_path):
    assert mode_of(made_private(tmp_path / "data")) == 0o700


def test_a_directory_that_was_there_keeps_its_permissions(tmp_path):
    shared = tmp_path / "data"
    shared.mkdir(mode=0o750)

    assert mode_of(made_private(shared)) == 0o750


def test_a_key_is_made_once_and_read_by_nobody_else(monkeypatch, tmp_path):
    monkeypatch.delenv("ARBEIDSPACT_SECRET_KEY")
    first = key_from("secret", tmp_path)

    assert key_from("secret", tmp_path) == first
    assert len(first) >= 50
    assert mode_of(tmp_path / "keys" / "secret") == 0o600
    assert mode_of(tmp_path / "keys") == 0o700


def test_a_key_in_the_environment_goes_before_the_file(monkeypatch, tmp_path):
    monkeypatch.setenv("ARBEIDSPACT_SECRET_KEY", "given")

    assert key_from("secret", tmp_path) == "given"
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("value", "answer"),
    [("1", True), ("yes", True), ("On", True), ("0", False), ("no", False), ("maybe", False)],
)
def test_a_switch_is_on_only_for_a_plain_yes(monkeypatch, value, answer):
    monkeypatch.setenv("ARBEIDSPACT_SMTP_TLS", value)

    assert is_on("ARBEIDSPACT_SMTP_TLS", default=not answer) is answer


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ARBEIDSPACT_HOSTS", " pact.example , ,www.pact.example")

    assert words("ARBEIDSPACT_HOSTS") == ["pact.example", "www.pact.example"]


def test_a_word_is_one_of_those_that_exist_or_the_usual_one(monkeypatch):
    choices = ("plain", "capped")
    assert one_of("ARBEIDSPACT_RERANKING", choices, default="plain") == "plain"
    monkeypatch.setenv("ARBEIDSPACT_RERANKING", "capped")
    assert one_of("ARBEIDSPACT_RERANKING", choices, default="plain") == "capped"
    monkeypatch.setenv("ARBEIDSPACT_RERANKING", "by_name")

    with pytest.raises(ImproperlyConfigured, match=r"ARBEIDSPACT_RERANKING is 'by_name'.*plain, capped"):
        one_of("ARBEIDSPACT_RERANKING", choices, default="plain")


def test_a_number_of_days_is_a_whole_number_or_refused(monkeypatch):
    name = "ARBEIDSPACT_ROUND_FILES_DAYS"
    assert whole_number(name, default=30, least=1) == 30
    monkeypatch.setenv(name, "90")
    assert whole_number(name, default=30, least=1) == 90

    for wrong in ("0", "-1", "a week", "1.5", "²"):
        monkeypatch.setenv(name, wrong)
        with pytest.raises(ImproperlyConfigured, match="whole number of 1 or more"):
            whole_number(name, default=30, least=1)


@pytest.mark.parametrize(
    ("is_writable", "named", "kept_in"),
    [
        pytest.param(True, None, None, id="beside the program"),
        pytest.param(False, None, "data/compiled", id="with the data"),
        pytest.param(False, "elsewhere", "elsewhere", id="where the environment says"),
    ],
)
def test_what_is_compiled_is_kept_where_it_can_be(monkeypatch, is_writable, named, kept_in):
    monkeypatch.setattr(os, "access", lambda path, mode: is_writable)
    monkeypatch.setenv("NUMBA_CACHE_DIR", named or "")
    if named is None:
        monkeypatch.delenv("NUMBA_CACHE_DIR")

    keep_compiled_in(Path("data/compiled"), Path("program"))

    assert os.environ.get("NUMBA_CACHE_DIR") == kept_in
