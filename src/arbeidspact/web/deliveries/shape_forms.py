"""Choosing a file of borders, and saying how it is read."""

from typing import Any, Final

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arbeidspact.indicators import InvalidFile
from arbeidspact.monitor.shape_deliveries import MOST_METRES, ReadShapes
from arbeidspact.monitor.shapes import MAPPED_KINDS, ShapeDelivery
from arbeidspact.web.deliveries.changes import problem_line
from arbeidspact.web.forms import CommandForm

LARGEST_UPLOAD: Final = 20_000_000


class ShapeFileForm(forms.Form):
    """A file of borders, and who made them."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoJSON (.geojson or .json) with a polygon for each area, at most 20 MB."),
        allow_empty_file=True,
        max_length=200,
        validators=[
            FileExtensionValidator(
                ["geojson", "json"],
                message=_(
                    "This is not a GeoJSON file. Export the layer as GeoJSON, in longitude and latitude (WGS 84, "
                    "EPSG:4326)."
                ),
            )
        ],
        error_messages={"required": _("Choose a file."), "max_length": _("Give the file a shorter name.")},
    )
    source = forms.CharField(
        label=_("Who made these borders?"),
        min_length=2,
        max_length=300,
        help_text=_(
            "So it stands under each map, also for the public, such as: Provincies in Cijfers, 2024. Name the licence "
            "too, where it asks for it."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ".geojson,.json,application/geo+json,application/json"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _(
                    "This file is too large: %(size)s MB, and at most 20 MB fit. Simplify the borders first: a map on "
                    "a screen shows no more than a few metres."
                )
                % {"size": round(file.size / 1_000_000)}
            )
        return file

    def refuse(self, error: InvalidFile) -> None:
        """Shows why the file cannot be read at all."""
        for problem in error.problems:
            line = problem_line(problem)
            sentences = (f"{capfirst(part).rstrip('.')}." for part in (line.problem, line.fix))
            self.add_error("file", " ".join(sentences))


class ReadShapesForm(CommandForm[ReadShapes]):
    """How a file of borders is read: whose borders they are, and which property names the area."""

    command_class = ReadShapes
    kind = forms.ChoiceField(label=_("Kind of area"), choices=[(kind.value, kind.label) for kind in MAPPED_KINDS])
    field = forms.ChoiceField(
        label=_("Property that names the area"),
        help_text=_("It holds the code of the area, here or at its source, such as a NIS code; or its name."),
    )
    tolerance_metres = forms.FloatField(
        label=_("Metres of simplification"),
        min_value=0,
        max_value=MOST_METRES,
        help_text=_("How far a border may lie from the one in the file: 30 suits a city, 200 a region."),
    )
    source = forms.CharField(label=_("Who made these borders?"), min_length=2, max_length=300)

    def __init__(self, delivery: ShapeDelivery, *args: Any, **options: Any) -> None:
        initial = {name: getattr(delivery, name) for name in ("kind", "field", "source")}
        initial["tolerance_metres"] = f"{delivery.tolerance_metres:g}"
        options["initial"] = initial
        super().__init__(*args, **options)
        self.reference = delivery.reference
        choices = self.fields["field"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(one["field"], _property_text(one)) for one in delivery.fields]

    def command_values(self) -> dict[str, Any]:
        return self.cleaned_data | {"delivery": self.reference}


def _property_text(one: dict[str, Any]) -> str:
    """A property with its first texts, and how many areas it names."""
    count = max(one["named"].values(), default=0)
    words = ngettext("names %(count)s area", "names %(count)s areas", count) % {"count": count}
    examples = ", ".join(text if len(text) <= 30 else f"{text[:29]}\u2026" for text in one["examples"])
    return _now("%(field)s (%(examples)s): %(words)s") % {
        "field": one["field"],
        "examples": examples,
        "words": words,
    }
