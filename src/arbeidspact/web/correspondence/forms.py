"""The forms of messages and webhooks."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from arbeidspact.correspondence.commands import AddWebhook, ChangeWebhook, SendAgain, SendMessage, SettleMessage
from arbeidspact.correspondence.queries import Channel, MessageView, sms_is_offered
from arbeidspact.correspondence.webhook_queries import EVENTS
from arbeidspact.people.access import PersonFile
from arbeidspact.web.forms import C, CommandForm


class WriteForm(CommandForm[SendMessage]):
    """A message of one's own to a person. `key` is made up when the form is shown: sent twice, it leaves once."""

    command_class = SendMessage
    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect)
    to = forms.CharField(label=_("To which address or number?"), required=False, max_length=254)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=200,
        help_text=_("For a mail. Whoever sees the mailbox can read it: name no problem in it."),
    )
    text = forms.CharField(
        label=_("Message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Write nothing about health, debts or justice: mails and text messages are not closed letters."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, file: PersonFile, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), "channel": _first_channel(file), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["to"].help_text = _own_addresses(file)
        if not sms_is_offered():
            self.fields["channel"] = forms.CharField(widget=forms.HiddenInput, initial=Channel.EMAIL)
            self.initial["channel"] = Channel.EMAIL

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "kind": "free"}


def _first_channel(file: PersonFile) -> str:
    return Channel.SMS if sms_is_offered() and file.person.phone and not file.person.email else Channel.EMAIL


def _own_addresses(file: PersonFile) -> str:
    known = [file.person.email, file.person.phone if sms_is_offered() else ""]
    words = ", ".join(one for one in known if one)
    if words:
        return str(_("Empty: what stands in the file (%(known)s).")) % {"known": words}
    return str(_("Nothing stands in the file yet: fill it in here."))


class AboutMessage(CommandForm[C]):
    """A form about one message that the address names."""

    def __init__(self, *args: Any, message: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.message = message

    def command_values(self) -> dict[str, Any]:
        values = {**super().command_values(), "message": self.message}
        values.pop("keep", None)
        return values


class AgainForm(AboutMessage[SendAgain]):
    """Where to, this time; `keep`: also in the file."""

    command_class = SendAgain
    to = forms.CharField(label=_("To which address or number?"), max_length=254)
    keep = forms.BooleanField(label=_("Also keep this in the file of the person"), required=False)

    def __init__(self, *args: Any, view: MessageView, may_keep: bool, **kwargs: Any) -> None:
        super().__init__(*args, message=view.message.reference, initial={"to": view.message.address}, **kwargs)
        if not may_keep:
            del self.fields["keep"]


class SettleForm(AboutMessage[SettleMessage]):
    """How it was settled."""

    command_class = SettleMessage
    note = forms.CharField(
        label=_("How did you reach the person, or why is it not needed any more?"), min_length=3, max_length=300
    )


class WebhookFields(forms.Form):
    """What a new and a changed webhook share."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program is it?"))
    events = forms.MultipleChoiceField(
        label=_("Events to hear of"), choices=EVENTS.items, widget=forms.CheckboxSelectMultiple
    )


class AddWebhookForm(WebhookFields, CommandForm[AddWebhook]):
    """A new webhook."""

    command_class = AddWebhook
    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("It begins with https:// and is reached over the internet.")
    )
    field_order = ("name", "address", "events")


class ChangeWebhookForm(WebhookFields, CommandForm[ChangeWebhook]):
    """Another name or other events."""

    command_class = ChangeWebhook

    def __init__(self, *args: Any, webhook: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.webhook = webhook

    def command_values(self) -> dict[str, Any]:
        return {**super().command_values(), "webhook": self.webhook}
