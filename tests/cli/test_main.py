"""Help answers without Django, unforeseen problems keep their traceback, foreseen ones become a table."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

import arbeidspact
from arbeidspact import __version__
from arbeidspact.cli.main import PLACES, main
from arbeidspact.cli.problems import problems_in_words
from arbeidspact.indicators import InvalidFile, Problem
from arbeidspact.organisations.commands import InviteMember
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.taxonomy.exceptions import EditionNotInstalled

SOURCE = Path(arbeidspact.__file__).parents[1]


def commands(group: click.Group, prefix: tuple[str, ...] = ()):
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        yield (*prefix, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))


@pytest.mark.parametrize("path", [path for path, _command in commands(main)], ids=" ".join)
def test_every_command_explains_itself(run, path):
    result = run(*path, "--help")

    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("name", PLACES)
def test_the_help_names_every_command(run, name):
    assert f"\n  {name} " in run("--help").output


def test_the_version_is_that_of_the_package(run):
    assert __version__ in run("--version").output


def test_help_loads_neither_django_nor_the_screen():
    code = (
        "import sys; from arbeidspact.cli.main import main; main(['--help'], standalone_mode=False); "
        "sys.exit(any(name in sys.modules for name in ('django', 'rich', 'numpy', 'pydantic')))"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stderr
    assert "taxonomy" in outcome.stdout


def test_the_data_directory_is_chosen_before_the_settings_are_read(tmp_path):
    outcome = subprocess.run(
        [sys.executable, "-m", "arbeidspact", "--data", str(tmp_path / "elsewhere"), "taxonomy", "list"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin", "PYTHONPATH": str(SOURCE), "HOME": str(tmp_path)},
    )

    assert outcome.returncode == 0, outcome.stderr
    assert "starter-1" in outcome.stdout
    assert (tmp_path / "elsewhere" / "keys" / "secret").is_file()


def test_an_unforeseen_problem_is_not_put_into_words():
    assert problems_in_words(RuntimeError("a mistake of ours")) == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        pytest.param(
            Conflict("It is so.", hint="Do this.", field="slug"), ("slug", "It is so.", "Do this."), id="domain"
        ),
        pytest.param(
            InvalidFile([Problem("a.csv", "row 2", "value", "no number", "write one")]),
            ("a.csv, row 2, value", "no number", "write one"),
            id="file",
        ),
        pytest.param(
            FileNotFoundError(2, "No such file", "a.zip"),
            ("a.zip", "No such file", "Check the path and its rights."),
            id="path",
        ),
    ],
)
def test_foreseen_problems_say_where_what_and_what_to_do(problem, words):
    (row,) = problems_in_words(problem)

    assert (row.where, row.problem, row.fix) == words


def test_a_wrong_option_names_its_field_and_never_what_was_typed():
    try:
        InviteMember(email="geheim geheim", roles=frozenset())
    except ValueError as problem:
        rows = problems_in_words(problem)

    assert {row.where for row in rows} == {"email", "roles"}
    assert "geheim" not in " ".join(row.problem for row in rows)


def test_a_problem_of_the_taxonomy_is_foreseen():
    assert problems_in_words(EditionNotInstalled("esco-9", []))
