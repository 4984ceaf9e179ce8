"""The texts to search in follow every change of what they were taken from."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from arbeidspact.search.models import Entry
from arbeidspact.search.sources import SOURCES, Text
from arbeidspact.search.words import indexed_words

BATCH = 2_000
FIELDS = ("person_id", "organisation_id", "on", "text", "words")


def follow_changes() -> None:
    """From now on changes are followed; asked once, when the application starts. What is written in bulk needs
    `rebuild`."""
    for model in SOURCES:
        post_save.connect(_take_in, sender=model, dispatch_uid=f"search-save-{model._meta.label}")
        post_delete.connect(_take_out, sender=model, dispatch_uid=f"search-delete-{model._meta.label}")


def rebuild() -> int:
    """Makes every text anew, from what stands in the files now. Returns: how many texts can be found."""
    Entry.objects.all()._raw_delete("default")
    for model, source in SOURCES.items():
        batch: dict[str, Entry] = {}
        for row in source.rows(model).iterator(chunk_size=BATCH):
            text = source.of(row)
            # Of rows about the same thing the last one counts, also when it may not be found.
            batch.pop(text.subject, None)
            if text.is_searchable:
                batch[text.subject] = _entry(model, text)
            elif source.has_versions:
                Entry.objects.filter(kind=source.kind, subject=text.subject).delete()
            if len(batch) >= BATCH:
                _write(batch)
                batch = {}
        _write(batch)
    return Entry.objects.count()


def _write(batch: dict[str, Entry]) -> None:
    Entry.objects.bulk_create(
        batch.values(), update_conflicts=True, unique_fields=["kind", "subject"], update_fields=FIELDS
    )


def _entry(model: type[Model], text: Text) -> Entry:
    """The row of a text that is searchable, so somebody's."""
    return Entry(
        kind=SOURCES[model].kind,
        subject=text.subject,
        person_id=text.person,
        organisation_id=text.organisation or 0,
        on=text.on,
        text=text.text.strip(),
        words=indexed_words(text.text),
    )


def _take_in(sender: type[Model], instance: Model, **signal: Any) -> None:
    if signal.get("raw"):
        return
    text = SOURCES[sender].of(instance)
    if not text.is_searchable:
        _take_out(sender, instance)
        return
    entry = _entry(sender, text)
    Entry.objects.update_or_create(
        kind=entry.kind, subject=entry.subject, defaults={name: getattr(entry, name) for name in FIELDS}
    )


def _take_out(sender: type[Model], instance: Model, **_signal: Any) -> None:
    source = SOURCES[sender]
    Entry.objects.filter(kind=source.kind, subject=source.of(instance).subject).delete()
