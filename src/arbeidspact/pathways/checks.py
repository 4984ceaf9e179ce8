"""The files of the ladder and the plan templates are right: said when the platform starts, not when somebody plans."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register

from arbeidspact.indicators import InvalidFile
from arbeidspact.pathways.ladder import current_ladder
from arbeidspact.pathways.plan_templates import current_templates


@register()
def check_files(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:  # noqa: ARG001
    """What is wrong in the files of the ladder and the plan templates that the settings name?"""
    problems: list[CheckMessage] = []
    for read in (current_ladder, current_templates):
        try:
            read()
        except InvalidFile as error:
            problems += [Error(str(problem), id="pathways.E001") for problem in error.problems]
    return problems
