"""The forms of releases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.publications.commands import MakeRelease, PublishRelease, WithdrawRelease
from arbeidspact.web.forms import CommandForm


class MakeForm(CommandForm[MakeRelease]):
    """What stays at home, what is published together, and how small counts are treated."""

    command_class = MakeRelease
    left_out = forms.MultipleChoiceField(
        label=_("Leave out"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Indicators.")
    )
    groups = forms.CharField(
        label=_("Publish areas together"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One group on a line, its areas with + between them, such as: Muide + Rabot."),
    )
    method = forms.ChoiceField(
        label=_("Small counts of our own"),
        choices=[
            ("hide", _("Hide them, with as many others as it takes")),
            ("round", _("Round all that is guarded to tens")),
        ],
        initial="hide",
        widget=forms.RadioSelect,
    )
    notes = forms.CharField(
        label=_("What a reader should know"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], areas: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_out"].choices = indicators  # type: ignore[attr-defined]
        self.codes = {name.casefold(): code for code, name in areas.items()} | {code: code for code in areas}

    def clean_groups(self) -> tuple[tuple[str, ...], ...]:
        """Areas by name or code, as codes."""
        groups = []
        for number, line in enumerate(self.cleaned_data["groups"].splitlines(), start=1):
            names = [name.strip() for name in line.split("+") if name.strip()]
            if not names:
                continue
            unknown = [name for name in names if name.casefold() not in self.codes]
            if unknown:
                raise forms.ValidationError(
                    _("Line %(line)s: there is no area “%(name)s”. Write its name as it stands in the list of areas."),
                    params={"line": number, "name": unknown[0]},
                )
            if len(names) < 2:
                raise forms.ValidationError(
                    _("Line %(line)s: a group needs two areas or more, with + between them."), params={"line": number}
                )
            groups.append(tuple(self.codes[name.casefold()] for name in names))
        return tuple(groups)


class PublishForm(CommandForm[PublishRelease]):
    """Nothing to fill in: a confirmation."""

    command_class = PublishRelease

    def __init__(self, *args: Any, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def command_values(self) -> dict[str, Any]:
        return {"version": self.version}


class WithdrawForm(CommandForm[WithdrawRelease]):
    """Why it is taken back."""

    command_class = WithdrawRelease
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads this on the page of the release."),
    )

    def __init__(self, *args: Any, version: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def command_values(self) -> dict[str, Any]:
        return super().command_values() | {"version": self.version}
