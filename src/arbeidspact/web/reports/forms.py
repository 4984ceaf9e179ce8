"""Asking for a report."""

from typing import Any

from babel.dates import format_date
from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from arbeidspact.reports.commands import BuildReport
from arbeidspact.reports.phrases import ReportLanguage
from arbeidspact.reports.queries import Choices, ReportKind
from arbeidspact.web.forms import CommandForm


class BuildReportForm(CommandForm[BuildReport]):
    """Which release and which review; the newest of both are filled in, and both kinds are ticked."""

    command_class = BuildReport

    release = forms.ChoiceField(label=gettext_lazy("Release"))
    review = forms.ChoiceField(
        label=gettext_lazy("Review of the steering group"),
        help_text=gettext_lazy(
            "Its conclusions, decisions, signals and minority notes stand in the report word for word."
        ),
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which reports?"),
        choices=ReportKind.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=ReportKind.values,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), initial="nl")

    def __init__(self, *args: Any, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        release, review, language = (self._choice(name) for name in ("release", "review", "language"))
        release.choices = [
            (one.version, f"{one.version}, {_day(one.made_at)} ({one.get_status_display()})")
            for one in choices.releases
        ]
        review.choices = [
            ("", _("None: signals and decisions of the year before the release")),
            *(
                (
                    str(one.review.reference),
                    _("%(since)s until %(until)s") % {"since": _day(one.review.since), "until": _day(one.review.until)},
                )
                for one in choices.reviews
            ),
        ]
        review.initial = str(choices.reviews[0].review.reference) if choices.reviews else ""
        names = {ReportLanguage.DUTCH: _("Dutch"), ReportLanguage.ENGLISH: _("English")}
        language.choices = [(one.value, names[one]) for one in ReportLanguage]
        if len(choices.pacts) > 1:
            self.fields["pact"] = forms.ChoiceField(
                label=_("Pact"), choices=[(one.slug, one.name_nl) for one in choices.pacts]
            )

    def command_values(self) -> dict[str, Any]:
        """The values of the first of the reports; `commands` gives all."""
        values = super().command_values()
        kinds = values.pop("kinds", ())
        return {**values, "kind": kinds[0]} if kinds else values

    @property
    def commands(self) -> list[BuildReport]:
        """One command for each kind that was ticked."""
        kinds = [ReportKind(kind) for kind in self.cleaned_data["kinds"]]
        return [self.command.model_copy(update={"kind": kind}) for kind in kinds]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


def _day(moment: Any) -> str:
    day = timezone.localdate(moment) if hasattr(moment, "hour") else moment
    return str(format_date(day, "d MMMM y", locale=(get_language() or "nl").split("-")[0]))
