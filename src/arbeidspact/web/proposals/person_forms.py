"""The form of a CV or a story."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.sms import sms_is_offered
from arbeidspact.organisations.exceptions import DomainError, Message
from arbeidspact.proposals.documents import text_of_document
from arbeidspact.proposals.person_commands import AskToTell, ReadPersonText
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

    nothing_given: ClassVar[Message] = _("Choose a file, or write what the person tells.")
    both_given: ClassVar[Message] = _("Give a file or a story, not both. Read them one after the other.")

    def clean(self) -> dict[str, Any]:
        file, told = self.cleaned_data.get("file"), str(self.cleaned_data.get("text", "")).strip()
        if not self.errors and file is None and not told:
            self.add_error("file", str(self.nothing_given))
        if not self.errors and file is not None and told:
            self.add_error("text", str(self.both_given))
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


class OwnTextForm(PersonTextForm):
    """The same, for the person behind a link."""

    nothing_given = _("Choose your CV, or write something about yourself.")
    both_given = _("Choose a CV or write a text, not both. You can do one after the other.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text, file = self.fields["text"], self.fields["file"]
        text.label, text.help_text = (
            _("Tell it in your own words"),
            _(
                "Which work did you do, also at home or as a volunteer? What are you good at? "
                "Which languages do you speak?"
            ),
        )
        file.label, file.help_text = (
            _("Or choose your CV"),
            _("A PDF, a Word file (DOCX) or a text file, at most 10 MB. Not a photo."),
        )
        self.order_fields(["text", "file"])


class AskToTellForm(CommandForm[AskToTell]):
    """How the link reaches the person; mail and text message need an address or number in the file."""

    command_class = AskToTell
    channel = forms.ChoiceField(label=_("How does the link reach the person?"), required=False)

    def __init__(self, *args: Any, email: str, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        by_mail = [("email", _("By mail"))] if email else []
        by_sms = [("sms", _("By text message"))] if phone and sms_is_offered() else []
        channel.choices = [*by_sms, *by_mail, ("", _("I show it on my screen"))]
