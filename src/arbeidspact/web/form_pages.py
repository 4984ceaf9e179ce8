"""A page with one form: what it asks, the button, the way back. Most rooms have a few."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from arbeidspact.organisations.exceptions import Message

Crumbs = Sequence[dict[str, Any]]


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: Message,
    button: Message,
    back: str,
    crumbs: Crumbs = (),
    lead: Message = "",
    eyebrow: str = "",
    tone: str = "primary",
    is_upload: bool = False,
    template: str = "form_page.html",
    **more: Any,
) -> HttpResponse:
    """The page with this form; 422 when it holds problems.

    Arguments: `back`, the address that Cancel leads to; `tone`, of the button; `template`, one that extends
    `form_page.html`, and `more`, what it names beside.
    """
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "crumbs": crumbs,
        "lead": lead,
        "eyebrow": eyebrow,
        "tone": tone,
        "is_upload": is_upload,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
