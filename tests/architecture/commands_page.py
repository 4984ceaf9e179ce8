"""The page of commands, made from the help of the commands.

`python -m tests.architecture.commands_page` writes docs/reference/commands.md anew; a test compares the two.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path

import click

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "commands.md"
INTRODUCTION = """# Commands

`arbeidspact --help` lists the commands, and `--help` after a command says what it takes. This page is made from that
help, and a test fails when the two differ. The data directory and the database are those of the
[settings](settings.md).

Who types commands on the server is the **operator**: may set up, import and export, and never opens the file of a
person. See [permissions](permissions.md).

A command that fails says what is wrong and what to do, changes nothing, and ends with a code that is not 0.
"""


def command_line() -> click.Group:
    """The command `arbeidspact` with everything under it."""
    group = importlib.import_module("arbeidspact.cli.main").main
    assert isinstance(group, click.Group)
    return group


def inner_commands(group: click.Group) -> dict[str, click.Command]:
    """The commands of a group that help shows, by name."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None and not command.hidden}


def commands_of(command: click.Command, words: str = "arbeidspact") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words to type, by name."""
    if isinstance(command, click.Group):
        for name, inner in sorted(inner_commands(command).items()):
            yield from commands_of(inner, f"{words} {name}")
    else:
        yield words, command


def command_page() -> str:
    """The whole page, in Markdown."""
    group = command_line()
    shared = _table(group)
    parts = [INTRODUCTION]
    if shared:
        parts.append(f"Before any command, right after `arbeidspact`:\n\n{shared}\n")
    parts += [_section(words, command) for words, command in commands_of(group)]
    return "\n".join(parts)


def _section(words: str, command: click.Command) -> str:
    context = click.Context(command, info_name=words)
    usage = " ".join([words, *command.collect_usage_pieces(context)])
    parts = [f"## {words}", _prose(command.help or ""), f"```text\n{usage}\n```"]
    return "\n\n".join(part for part in [*parts, _table(command)] if part) + "\n"


def _prose(text: str) -> str:
    """The help as paragraphs; what click keeps as it is, between code fences."""
    paragraphs = []
    for paragraph in text.replace("\f", "").strip().split("\n\n"):
        if paragraph.lstrip().startswith("\b"):
            paragraphs.append("```text\n" + paragraph.replace("\b", "").strip("\n") + "\n```")
        else:
            paragraphs.append(" ".join(paragraph.split()))
    return "\n\n".join(paragraphs)


def _table(command: click.Command) -> str:
    context = click.Context(command)
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    rows = [f"| `{_shown(one, context)}` | {_meaning(one)} |" for one in options]
    return "\n".join(["| option | meaning |", "|---|---|", *rows]) if rows else ""


def _shown(option: click.Option, context: click.Context) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count or isinstance(option.type, click.Choice):
        return names
    return f"{names} {'NUMBER' if isinstance(option.type, click.IntRange) else option.make_metavar(context)}"


def _meaning(option: click.Option) -> str:
    parts = [option.help or ""]
    if isinstance(option.type, click.Choice):
        parts.append("One of " + ", ".join(f"`{choice}`" for choice in option.type.choices) + ".")
    if option.required:
        parts.append("Needed.")
    elif option.show_default and option.default is not None:
        parts.append(f"Default: {option.default}.")
    return _cell(" ".join(part for part in parts if part))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(command_page(), encoding="utf-8")
