"""The command as a test meets it: run in this process, wide enough for its tables."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from arbeidspact.cli.main import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("NO_COLOR", "1")

    def run_it(*arguments: object, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)

    return run_it
