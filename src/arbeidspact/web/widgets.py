"""The inputs of forms, written in code: the same HTML as Django's templates for them, many times as fast.

A template includes another for every option of a select, so one list of neighbourhoods costs as much as a panel.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]


class WidgetRenderer(DjangoTemplates):
    """Renders what `WRITTEN` knows in code, and everything else with Django's templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of one widget, form or list of errors."""
        write = WRITTEN.get(template_name)
        return super().render(template_name, context, request) if write is None else write(context["widget"])


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _text(label: Any) -> str:
    return conditional_escape(localize(label))


def _options(options: Iterable[Widget]) -> str:
    return "".join(f"\n{_option(one)}" for one in options)


def _option(widget: Widget) -> str:
    value, attributes = conditional_escape(widget["value"]), _attributes(widget["attrs"])
    return f'<option value="{value}"{attributes}>{_text(widget["label"])}</option>'


def _select(widget: Widget) -> str:
    groups = "".join(
        f'\n<optgroup label="{_text(group)}">{_options(options)}\n</optgroup>' if group else _options(options)
        for group, options, _place in widget["optgroups"]
    )
    return f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>'


def _choice(widget: Widget) -> str:
    if not widget["wrap_label"]:
        return _input(widget)
    points_to = widget["attrs"].get("id")
    target = f' for="{conditional_escape(points_to)}"' if points_to else ""
    return f"<label{target}>{_input(widget)} {_text(widget['label'])}</label>"


def _choices(widget: Widget) -> str:
    kept = {name: value for name in ("id", "class") if (value := widget["attrs"].get(name))}
    groups = []
    for group, options, _place in widget["optgroups"]:
        inputs = "".join(f"<div>\n{_choice(one)}</div>" for one in options)
        groups.append(f"\n<div><label>{_text(group)}</label>{inputs}\n</div>" if group else inputs)
    return f"<div{_attributes(kept)}>{''.join(groups)}\n</div>"


_INPUTS = (
    *("text", "number", "email", "url", "color", "search", "tel", "password", "hidden"),
    *("date", "datetime", "time", "checkbox", "file"),
)
WRITTEN: Final[Mapping[str, Callable[[Widget], str]]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}
"""What is written here, by the name of Django's template."""
