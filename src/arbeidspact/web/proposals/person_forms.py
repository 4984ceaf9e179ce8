"""The form of a CV or a story."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.exceptions import DomainError
from arbeidspact.proposals.documents import text_of_document
from arbeidspact.proposals.person_commands import ReadPersonText
from arbeidspact.proposals.queries import TextKind
from arbeidspact.texts import LIMITS
from arbeidspact.web.forms import CommandForm


class PersonTextForm(CommandForm[ReadPersonText]):
    """A file with a CV, or the words of a person: one of the two."""

    command_class = ReadPersonText

    file = forms.FileField(
        label=_("CV as a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word (DOCX) or a text file, at most 10 MB."),
        widget=forms.FileInput(
            attrs={
                "accept": ".pdf,.docx,.txt,.html,application/pdf,text/plain,text/html,"
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        ),
    )
    text = forms.CharField(
        label=_("Or what the person tells"),
        required=False,
        help_text=_(
            "In the person's own words: which work, at home too, what went well, which languages and papers. "
            "In Dutch, French or English."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def clean(self) -> dict[str, Any]:
        file, told = self.cleaned_data.get("file"), str(self.cleaned_data.get("text", "")).strip()
        if not self.errors and file is None and not told:
            self.add_error("file", _("Choose a file, or write what the person tells."))
        if not self.errors and file is not None and told:
            self.add_error("text", _("Give a file or a story, not both. Read them one after the other."))
        return super().clean()

    def command_values(self) -> dict[str, Any]:
        file = self.cleaned_data.get("file")
        if file is None:
            return {"kind": TextKind.STORY, "text": self.cleaned_data["text"]}
        try:
            # One byte more than may be is enough to see that it is too much.
            text = text_of_document(file.read(LIMITS.bytes + 1))
        except DomainError as error:
            self.refuse(error)
            text = ""
        return {"kind": TextKind.CV, "text": text}
