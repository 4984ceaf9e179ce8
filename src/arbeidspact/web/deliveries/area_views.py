"""Areas that are in a file of borders and not here: see them listed, choose, make them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from arbeidspact.monitor.explorer import AreaKind, located_areas
from arbeidspact.monitor.missing_areas import MakeAreas, MissingAreas, make_areas, missing_areas
from arbeidspact.monitor.shapes import shape_delivery_of
from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.organisations.permissions import Permission
from arbeidspact.web.deliveries.changes import problem_line
from arbeidspact.web.deliveries.shape_views import shapes_crumb
from arbeidspact.web.deliveries.views import crumbs
from arbeidspact.web.monitor.explored import name_of
from arbeidspact.web.requests import ActorRequest, permitted

MOST_AT_ONCE = 900
"""As many areas in one form: a request holds no more than a thousand answers."""


@permitted(Permission.IMPORT_SHAPES)
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: ActorRequest, reference: UUID) -> HttpResponse:
    """Which areas of this file are not here, what would be made of them; a yes makes those that are ticked."""
    asked = request.POST if request.method == "POST" else request.GET
    part_of = asked.get("part_of", "")
    part_of = part_of if part_of in located_areas() else ""
    try:
        found = missing_areas(
            reference,
            actor=request.actor,
            name_field=asked.get("name_field", ""),
            code_field=asked.get("code_field"),
            part_of=part_of,
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("deliveries:shape-file", reference=reference)
    ticked = {int(one) for one in request.POST.getlist("features") if one.isdecimal()}
    problem = ""
    if request.method == "POST":
        try:
            made = make_areas(_command(reference, found, part_of, ticked), actor=request.actor)
        except ValidationError:
            problem = _("Tick at least one area.")
        except DomainError as error:
            problem = str(error)
        else:
            text = ngettext(
                "%(count)s area was made. Its border fits it now; nothing is on a map yet.",
                "%(count)s areas were made. Their borders fit them now; nothing is on a map yet.",
                made,
            )
            messages.success(request, text % {"count": made})
            return redirect("deliveries:shape-file", reference=reference)
    else:
        wrong = {one.entry for one in found.problems}
        ticked = {one.features[0] for one in found.areas if f"feature {one.features[0]}" not in wrong}
    return render(
        request,
        "deliveries/missing_areas.html",
        _page(request, reference, found, part_of, ticked) | {"problem": problem},
        status=422 if problem else 200,
    )


def _command(reference: UUID, found: MissingAreas, part_of: str, ticked: set[int]) -> MakeAreas:
    return MakeAreas(
        delivery=reference,
        name_field=found.name_field,
        code_field=found.code_field,
        part_of=part_of,
        features=tuple(sorted(ticked)),
    )


def _page(
    request: ActorRequest, reference: UUID, found: MissingAreas, part_of: str, ticked: set[int]
) -> dict[str, Any]:
    delivery = shape_delivery_of(reference, actor=request.actor)
    located = located_areas()
    wide = {AreaKind.GROUP.value, AreaKind.REGION.value}
    wider = wide | ({AreaKind.MUNICIPALITY.value} if delivery.kind == AreaKind.NEIGHBOURHOOD else set())
    return {
        "crumbs": crumbs(shapes_crumb(), (reverse("deliveries:shape-file", args=[reference]), delivery.file_name)),
        "delivery": delivery,
        "found": found,
        "lines": [
            {
                "area": one,
                "number": one.features[0],
                "is_ticked": one.features[0] in ticked,
                "source_codes": ", ".join(one.source_codes),
                "part_of": name_of(located[one.part_of]) if one.part_of in located else "",
            }
            for one in found.areas[:MOST_AT_ONCE]
        ],
        "count": len(found.areas),
        "left": max(0, len(found.areas) - MOST_AT_ONCE),
        "problems": [problem_line(one) for one in found.problems],
        "wider": [(area.code, name_of(area)) for area in located.values() if area.kind in wider],
        "part_of": part_of,
    }
