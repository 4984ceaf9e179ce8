"""How sure figures are: a list to find one, and a page to contest it or to call it final."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from arbeidspact.indicators import breakdown_name
from arbeidspact.monitor.judging import (
    JudgeFigure,
    Observation,
    ObservationStatus,
    figure_to_judge,
    figures_to_judge,
    judge_figure,
)
from arbeidspact.monitor.queries import definition_of, definitions_in_force
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.organisations.vocabulary import area_names
from arbeidspact.web.deliveries.views import crumbs
from arbeidspact.web.forms import CommandForm
from arbeidspact.web.monitor.figures import day_text, language, period_text, value_text
from arbeidspact.web.requests import ActorRequest, permitted, posted

A_PAGE = 50
TONES = {"final": "success", "provisional": "info", "contested": "warning"}


class JudgeForm(CommandForm[JudgeFigure]):
    """How sure a figure is, and why."""

    command_class = JudgeFigure
    status = forms.ChoiceField(
        label=gettext_lazy("How sure is this figure?"), choices=ObservationStatus.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        help_text=gettext_lazy("Everybody who sees the figure reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    counter_value = forms.CharField(
        label=gettext_lazy("Value against it"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only for a contested figure, in the unit of the indicator."),
    )
    counter_source = forms.CharField(
        label=gettext_lazy("Source of the value against it"), required=False, max_length=300
    )

    def __init__(self, key: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.key = key

    def command_values(self) -> dict[str, Any]:
        return super().command_values() | {"figure": self.key}


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """The figures of one indicator that count, to say how sure they are."""
    definitions = definitions_in_force()
    names = area_names()
    indicators = sorted((one.name.in_language(language()), slug) for slug, one in definitions.items())
    slug = request.GET.get("indicator", "")
    if slug not in definitions:
        slug = indicators[0][1] if indicators else ""
    area = request.GET.get("area", "")
    found = figures_to_judge(slug, actor=request.actor, area=area)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "crumbs": crumbs(),
        "indicators": indicators,
        "slug": slug,
        "areas": sorted((name, code) for code, name in names.items()),
        "area": area,
        "page": page,
        "lines": [_line(one, names) for one in page],
        "query": urlencode({"indicator": slug, **({"area": area} if area else {})}),
    }
    return render(request, "deliveries/figures.html", context)


@permitted(Permission.IMPORT_OBSERVATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, key: int) -> HttpResponse:
    """Contest a figure, or say that it is provisional or final."""
    figure = figure_to_judge(key, actor=request.actor)
    form = JudgeForm(key, posted(request), initial={"status": figure.status})
    slug = figure.indicator.slug
    if request.method == "POST" and form.is_valid():
        try:
            judge_figure(form.command, actor=request.actor)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It is said with the figure wherever it is shown."))
            return redirect(f"{reverse('deliveries:figures')}?{urlencode({'indicator': slug})}")
    back = f"{reverse('deliveries:figures')}?{urlencode({'indicator': slug})}"
    context = {
        "crumbs": crumbs((back, _("How sure figures are"))),
        "line": _line(figure, area_names()),
        "form": form,
        "judgements": figure.judgements.all(),
    }
    return render(request, "deliveries/judge.html", context, status=422 if form.errors else 200)


def _line(figure: Observation, names: dict[str, str]) -> dict[str, Any]:
    definition = definition_of(figure.indicator)
    return {
        "key": figure.pk,
        "name": definition.name.in_language(language()),
        "area": names.get(figure.area, figure.area),
        "group": breakdown_name(figure.breakdown, definition.dimensions, language()),
        "period": period_text(figure.period),
        "value": value_text(figure.value, definition.unit),
        "status": figure.get_status_display(),
        "tone": TONES[figure.status],
        "source": figure.source,
        "vintage": day_text(figure.vintage) if figure.vintage else "",
        "flag": figure.flag_en if language() == "en" else figure.flag_nl,
    }
