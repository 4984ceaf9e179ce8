"""What was written about somebody, kept so that it is found by its words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.models import Organisation
from arbeidspact.people.models import Person


class EntryKind(models.TextChoices):
    """What the words were found in."""

    STEP = "step", _("Step")
    REMARK = "remark", _("Remark at a step")
    GOAL = "goal", _("Goal")
    TALK = "talk", _("Talk")
    PROMISE = "promise", _("Promise in an agreement")


class Entry(models.Model):
    """A text of a person's file: a copy, made anew when the text changes. Texts of sensitive domains are never here.

    `words`: the folded words and their stems. The database keeps an index of them: FTS5 in SQLite, GIN in PostgreSQL.
    """

    kind = models.CharField(_("what it is"), max_length=12, choices=EntryKind.choices)
    subject = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, related_name="search_entries")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    on = models.DateField(_("on"))
    text = models.TextField(_("text"))
    words = models.TextField()

    class Meta:
        verbose_name = _("text to search in")
        verbose_name_plural = _("texts to search in")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="search_entry_once")]
        indexes = [models.Index(fields=["organisation", "person"], name="search_entry_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
