"""One command for the scheduler does everything whose time has come."""

import click
import pytest

from arbeidspact.cli import tend
from arbeidspact.cli.main import main
from arbeidspact.followup.models import Line
from tests.organisations.factories import OrganisationFactory, UserFactory
from tests.people.factories import AccompanimentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def waiting():
    return AccompanimentFactory(
        person=PersonFactory(family_name="Wachtmans"), organisation=OrganisationFactory(), referent=UserFactory()
    )


def test_it_only_says_what_it_would_do_until_it_is_told_to(run, waiting):
    said = run("tend")

    assert said.exit_code == 0, said.output
    assert [name for name in map(" ".join, tend.TASKS) if name not in said.output] == []
    assert not Line.objects.exists()
    assert run("tend", "--yes").exit_code == 0
    assert Line.objects.filter(person=waiting.person).exists()
    assert "Wachtmans" not in said.output


def test_one_task_can_be_chosen_and_one_that_does_not_exist_is_named(run, waiting):
    assert "messages" not in run("tend", "--only", "follow-up run").output
    refused = run("tend", "--only", "sanction everybody")
    assert refused.exit_code == 2
    assert "follow-up run" in refused.output + refused.stderr


def test_a_task_that_fails_does_not_hold_up_the_others(run, waiting, monkeypatch):
    @click.command("send")
    @click.option("--yes", is_flag=True)
    def broken(*, yes: bool) -> None:
        raise RuntimeError("Wachtmans")

    group = main.get_command(click.Context(main), "messages")
    monkeypatch.setitem(group.commands, "send", broken)

    done = run("tend", "--yes")

    assert done.exit_code == 1
    assert "messages send failed: RuntimeError" in done.output
    assert "Wachtmans" not in done.output
    assert Line.objects.exists()


def commands_that_rehearse() -> set[str]:
    """Every command that needs nothing but --yes to act; that of the demo asks whether to start over."""
    context = click.Context(main)
    found = set()
    for name in set(main.list_commands(context)) - {"demo", "tend"}:
        command = main.get_command(context, name)
        names = command.list_commands(context) if isinstance(command, click.Group) else []
        for part in names:
            options = command.get_command(context, part).params
            if any(option.name == "yes" for option in options) and not any(option.required for option in options):
                found.add(f"{name} {part}")
    return found


def test_every_command_that_only_rehearses_without_yes_is_a_task():
    """A lifecycle command that nobody schedules is one that nobody runs."""
    assert commands_that_rehearse() == {" ".join(task) for task in tend.TASKS}
