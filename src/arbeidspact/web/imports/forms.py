"""Choosing a file."""

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from arbeidspact.exchange.uploads import ImportKind
from arbeidspact.organisations.exceptions import DomainError


class UploadForm(forms.Form):
    """A file, and what it holds; the choice is there only where there is one to make."""

    kind = forms.ChoiceField(label=_("What is in the file"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "An Excel workbook (.xlsx), CSV or JSON, at most 20 MB; at most 2,000 vacancies or 500 people at once."
        ),
        allow_empty_file=True,
        max_length=200,
        validators=[
            FileExtensionValidator(
                ["xlsx", "csv", "txt", "json"],
                message=_(
                    "This is not an Excel workbook (.xlsx), CSV or JSON file. Save it as .xlsx or as CSV in UTF-8 in "
                    "the spreadsheet program."
                ),
            )
        ],
        error_messages={"required": _("Choose a file."), "max_length": _("Give the file a shorter name.")},
    )

    def __init__(self, kinds: list[ImportKind], *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(one.value, KIND_WORDS[one]) for one in kinds]
        kind.initial = kinds[0].value
        if len(kinds) == 1:
            kind.widget = forms.HiddenInput()
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt,.json,text/csv,application/json"

    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def refuse(self, error: DomainError) -> None:
        """Shows what was refused, at the file."""
        self.add_error("file", f"{error.message} {error.hint}".strip())


KIND_WORDS = {
    ImportKind.VACANCIES: _("Vacancies"),
    ImportKind.PEOPLE: _("People"),
}
