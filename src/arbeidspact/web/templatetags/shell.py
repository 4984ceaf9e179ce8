"""What does the frame around every page need, whoever renders it?

The error pages and the sign-in pages come without a request, a user or an organisation. `{% page_shell as shell %}`
gives the base template a value with every field filled, so it never meets an undefined variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info

register = template.Library()


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language of the screens, named in itself."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page: who is looking, where they can go, and what must be said on every page."""

    language: str
    languages: tuple[LanguageChoice, ...]
    language_url: str
    next_path: str
    is_signed_in: bool
    user_name: str
    density: str
    is_demo: bool
    uses_esco: bool
    navigation: Sequence[Any]
    user_menu: Sequence[Any]
    organisations: Sequence[Any]
    current_organisation: Any
    organisation_url: str
    sign_in_url: str
    sign_out_url: str
    home_url: str


@register.simple_tag(takes_context=True)
def page_shell(context: Context) -> Shell:
    """What stands around this page?

    Reads from the context, each optional: `request`, `user`, `navigation` and `user_menu` (objects with `url`, `label`
    and `is_current`), `organisations` (objects with `id` and `name`), `current_organisation`, `density` ("dense" or
    "spacious"), `is_demo`, `uses_esco`.
    """
    request = context.get("request")
    user = context.get("user") or getattr(request, "user", None)
    is_signed_in = bool(getattr(user, "is_authenticated", False))
    language = get_language() or settings.LANGUAGE_CODE
    return Shell(
        language=language,
        languages=_languages(language),
        language_url=_url("set_language"),
        next_path=request.get_full_path() if request is not None else "/",
        is_signed_in=is_signed_in,
        user_name=_user_name(user) if is_signed_in else "",
        density="spacious" if context.get("density") == "spacious" else "dense",
        is_demo=bool(context.get("is_demo")),
        uses_esco=bool(context.get("uses_esco")),
        navigation=tuple(context.get("navigation") or ()),
        user_menu=tuple(context.get("user_menu") or ()),
        organisations=tuple(context.get("organisations") or ()) if is_signed_in else (),
        current_organisation=context.get("current_organisation"),
        organisation_url=_url("organisation-switch"),
        sign_in_url=_url("account_login"),
        sign_out_url=_url("account_logout"),
        home_url=_url("home") or "/",
    )


@register.filter
def page_window(page: Any) -> list[int | None]:
    """Which page numbers does a pagination show? None stands for a gap."""
    return [
        number if isinstance(number, int) else None
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


def _languages(current: str) -> tuple[LanguageChoice, ...]:
    return tuple(
        LanguageChoice(
            code, str(get_language_info(code)["name_local"]).capitalize(), current.split("-", maxsplit=1)[0] == code
        )
        for code, _name in settings.LANGUAGES
    )


def _user_name(user: Any) -> str:
    full_name = getattr(user, "get_full_name", None)
    return (full_name() if callable(full_name) else "") or str(user)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
