"""The demo at the command line, and what `serve` refuses."""

import os
import socket
import subprocess
import sys
import warnings

import pytest

from arbeidspact.cli import learning_beside, preparation, server
from arbeidspact.cli.installation import is_loopback
from arbeidspact.cli.server import Listening, Server, free_port, links_lead_to, port_is_free
from arbeidspact.demo.organisations import DEMO_LOGINS, DEMO_PASSWORD
from arbeidspact.organisations.models import User
from arbeidspact.people.models import Person
from arbeidspact.taxonomy.starter_files import starter_edition
from arbeidspact.taxonomy.understanding.learning import learn_titles
from tests.organisations.factories import UserFactory
from tests.taxonomy.understanding.fake_encoder import FakeEncoder

REAL_POPEN = subprocess.Popen


@pytest.fixture(autouse=True)
def no_building(monkeypatch):
    """Assets and catalogues are built by `make`, not by a test."""
    monkeypatch.setattr(preparation, "prepare_assets", lambda tell: None)
    monkeypatch.setattr(preparation, "prepare_translations", lambda: None)
    monkeypatch.setattr(preparation, "prepare_static_files", lambda: False)


@pytest.mark.django_db
def test_the_demo_shows_a_login_for_every_role_and_the_password(run):
    result = run("demo", "--no-serve", "--people", 20, "--vacancies", 20)

    assert result.exit_code == 0, result.output
    assert DEMO_PASSWORD in result.output
    assert all(login.email in result.output for login in DEMO_LOGINS)
    assert "20 people and 20 vacancies, all invented" in result.output


@pytest.mark.django_db
def test_a_demo_of_another_size_is_refused_in_words(run):
    run("demo", "--no-serve", "--people", 20, "--vacancies", 20)

    result = run("demo", "--no-serve", "--people", 30, "--vacancies", 20)

    assert result.exit_code == 1
    assert "--reset" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.django_db
def test_a_reset_asks_first_and_stops_when_the_answer_is_no(run):
    run("demo", "--no-serve", "--people", 20, "--vacancies", 20)

    result = run("demo", "--no-serve", "--reset", typed="n\n")

    assert result.exit_code == 1
    assert Person.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_reset_that_is_sure_makes_another_demo(run):
    run("demo", "--no-serve", "--people", 20, "--vacancies", 20)

    result = run("demo", "--no-serve", "--reset", "--yes", "--people", 25, "--vacancies", 20)

    assert result.exit_code == 0, result.output
    assert Person.objects.count() == 25


@pytest.mark.django_db
def test_a_demo_beside_real_users_is_refused(run):
    UserFactory()

    result = run("demo", "--no-serve", "--people", 20, "--vacancies", 20)

    assert result.exit_code == 1
    assert "This data directory is in use" in result.stderr
    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_a_demo_with_the_production_settings_is_refused(run, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "arbeidspact.settings.production")

    result = run("demo", "--no-serve")

    assert result.exit_code == 1
    assert "DJANGO_SETTINGS_MODULE" in result.stderr
    assert not User.objects.exists()


def test_full_and_a_number_contradict_each_other(run):
    result = run("demo", "--full", "--people", 20)

    assert result.exit_code == 2
    assert "--full" in result.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("settings_module", "host"),
    [
        pytest.param("arbeidspact.settings.local", "0.0.0.0", id="beyond this machine"),
        pytest.param("arbeidspact.settings.production", "127.0.0.1", id="behind a proxy"),
    ],
)
def test_demo_logins_are_never_served_to_others(run, monkeypatch, settings_module, host):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", settings_module)
    UserFactory(is_demo=True)

    result = run("serve", "--host", host)

    assert result.exit_code == 1
    assert "demo logins" in result.stderr


@pytest.mark.django_db
def test_the_local_settings_are_never_served_beyond_this_machine(run, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "arbeidspact.settings.local")

    result = run("serve", "--host", "192.0.2.1")

    assert result.exit_code == 1
    assert "arbeidspact.settings.production" in result.stderr


@pytest.mark.parametrize(
    ("host", "here"),
    [
        pytest.param("127.0.0.1", True, id="loopback"),
        pytest.param("::1", True, id="loopback of IPv6"),
        pytest.param("localhost", True, id="its name"),
        pytest.param("0.0.0.0", False, id="everywhere"),
        pytest.param("::", False, id="everywhere of IPv6"),
        pytest.param("192.168.1.5", False, id="the local network"),
        pytest.param("example.org", False, id="a name"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_loopback_is_known(host, here):
    assert is_loopback(host) is here


def test_a_busy_port_gives_way_to_the_next_free_one():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]

        assert not port_is_free("127.0.0.1", port)
        assert free_port("127.0.0.1", port) > port


def test_serve_says_when_its_port_is_busy(run, db):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()

        result = run("serve", "--port", busy.getsockname()[1])

    assert result.exit_code == 1
    assert "--port" in result.stderr


def test_the_server_takes_its_options_and_serves_our_pages():
    server = Server(Listening("127.0.0.1", 8123, workers=3), ready=lambda: None)

    assert server.cfg.address == [("127.0.0.1", 8123)]
    assert server.cfg.workers == 3
    assert server.cfg.worker_class_str == "gthread"
    assert callable(server.load())


@pytest.fixture
def unset_address(monkeypatch, settings):
    """No address of the site is given; what a test sets goes with it."""
    monkeypatch.setenv("ARBEIDSPACT_SITE_URL", "")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "arbeidspact.settings.local")
    settings.SITE_URL = "http://127.0.0.1:8000"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_link_that_is_shown_leads_to_the_port_that_is_served(run, monkeypatch, settings, unset_address, command):
    addresses = []

    class NoServer:
        def __init__(self, listening, ready):
            addresses.append((settings.SITE_URL, os.environ["ARBEIDSPACT_SITE_URL"]))

        def run(self):
            pass

    monkeypatch.setattr(server, "Server", NoServer)
    monkeypatch.setattr(learning_beside, "_may_learn", lambda: False)
    port = free_port("127.0.0.1", 18_240)

    size = ("--people", 20, "--vacancies", 20) if command == "demo" else ()
    result = run(command, "--port", port, *size)

    assert result.exit_code == 0, result.output
    assert addresses == [(f"http://127.0.0.1:{port}",) * 2]


@pytest.mark.parametrize(
    ("given", "module", "host", "leads_to"),
    [
        pytest.param("", "local", "127.0.0.1", "http://127.0.0.1:8123", id="this machine"),
        pytest.param("", "local", "::1", "http://[::1]:8123", id="this machine by IPv6"),
        pytest.param("https://pact.example", "local", "127.0.0.1", "http://as.set.example", id="given: that one wins"),
        pytest.param("", "production", "127.0.0.1", "http://as.set.example", id="behind a proxy"),
        pytest.param("", "local", "0.0.0.0", "http://as.set.example", id="beyond this machine"),
    ],
)
def test_links_lead_to_what_is_served_unless_the_site_has_an_address(
    monkeypatch, settings, given, module, host, leads_to
):
    monkeypatch.setenv("ARBEIDSPACT_SITE_URL", given)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", f"arbeidspact.settings.{module}")
    settings.SITE_URL = "http://as.set.example"

    links_lead_to(Listening(host, 8123))

    assert leads_to == settings.SITE_URL


def test_static_files_are_collected_once_until_one_changes(settings, tmp_path, monkeypatch):
    monkeypatch.undo()
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"

    assert preparation.prepare_static_files()
    assert not preparation.prepare_static_files()
    (source / "two.css").write_text("b{}")
    assert preparation.prepare_static_files()
    assert (tmp_path / "collected" / "two.css").is_file()


@pytest.fixture
def processes(monkeypatch):
    """The processes that were started beside, which do nothing but wait."""
    started = []

    def start(command, **options):
        started.append(REAL_POPEN([sys.executable, "-c", "import time; time.sleep(60)"]))
        started[-1].asked = command
        return started[-1]

    monkeypatch.setattr(learning_beside.subprocess, "Popen", start)
    yield started
    for one in started:
        one.kill()
        one.wait()


@pytest.fixture
def nothing_learned(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.django_db
def test_while_the_demo_is_served_names_are_learned_beside_and_that_stops_with_it(
    nothing_learned, processes, monkeypatch, capsys
):
    monkeypatch.setattr(learning_beside, "_may_learn", lambda: True)

    with learning_beside.learning_beside():
        (process,) = processes
        assert process.poll() is None

    assert process.asked[1:] == ["-m", "arbeidspact", "taxonomy", "learn", "--threads", "1"]
    assert process.poll() is not None
    assert "in a few minutes by meaning too" in " ".join(capsys.readouterr().out.split())


@pytest.mark.django_db
def test_a_worker_of_the_server_that_ends_leaves_the_learning_alone(nothing_learned, processes, monkeypatch):
    monkeypatch.setattr(learning_beside, "_may_learn", lambda: True)

    with learning_beside.learning_beside():
        (process,) = processes
        monkeypatch.setattr(learning_beside.os, "getpid", lambda: 0)

    assert os.waitpid(process.pid, os.WNOHANG) == (0, 0), "it goes on"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        process.__del__()
    process.returncode = None


@pytest.mark.django_db
def test_without_an_encoder_nothing_is_learned_and_that_is_said(nothing_learned, processes, monkeypatch, capsys):
    monkeypatch.setattr(learning_beside, "_may_learn", lambda: False)

    with learning_beside.learning_beside():
        pass

    assert not processes
    assert "no encoder is installed here" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_is_learned_already_is_not_learned_again(nothing_learned, processes, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(learning_beside, "_may_learn", lambda: True)
    learn_titles(starter_edition(), tmp_path / "taxonomy", encoder=FakeEncoder())

    with learning_beside.learning_beside():
        pass

    assert not processes
    assert not capsys.readouterr().out
