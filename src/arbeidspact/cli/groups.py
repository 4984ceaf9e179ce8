"""Groups of commands that load a command only when it is asked for, and say expected problems in words."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class CommandGroup(click.Group):
    """A group whose commands live in modules: `places` says, for each name, "module:attribute"."""

    def __init__(self, *args: Any, places: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = dict(places or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.places, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return super().get_command(ctx, cmd_name)
        module, _colon, attribute = self.places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


class MainGroup(CommandGroup):
    """The outermost group: what a command refuses is shown as a table, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as problem:
            from arbeidspact.cli.problems import problems_in_words, show_problems

            rows = problems_in_words(problem)
            if not rows:
                raise
            show_problems(rows)
            raise click.exceptions.Exit(1) from problem
