"""What changed between two versions: word by word, promise by promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from arbeidspact.agreements.models import AgreementVersion
from arbeidspact.agreements.queries import PromiseView


class Change(StrEnum):
    """What happened to a word or a promise."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """One promise in both versions. `before` or `after` is None where it stood in one alone."""

    change: Change
    before: PromiseView | None
    after: PromiseView | None
    words: tuple[Words, ...]

    @property
    def has_other_day(self) -> bool:
        return self._differs("due_on")

    @property
    def has_other_promiser(self) -> bool:
        return any(self._differs(field) for field in ("promiser", "member_id", "partner"))

    @property
    def has_other_domain(self) -> bool:
        return self._differs("domain")

    def _differs(self, field: str) -> bool:
        if self.before is None or self.after is None:
            return False
        return bool(getattr(self.before.promise, field) != getattr(self.after.promise, field))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions beside each other: the title, and each promise in the order of the later one, then what went."""

    before: AgreementVersion
    after: AgreementVersion
    title: tuple[Words, ...]
    promises: tuple[PromiseChange, ...]

    @property
    def has_other_kind(self) -> bool:
        return self.before.kind != self.after.kind

    @property
    def has_other_language(self) -> bool:
        return self.before.language != self.after.language

    @property
    def is_same(self) -> bool:
        """Is nothing different, of what may be seen?"""
        return (
            not self.has_other_kind
            and not self.has_other_language
            and all(run.change == Change.SAME for run in self.title)
            and all(one.change == Change.SAME for one in self.promises)
        )


def changed_words(before: str, after: str) -> tuple[Words, ...]:
    """Which words stayed, went and came between two texts? Spaces are those of the texts, joined by one."""
    old, new = before.split(), after.split()
    runs: list[Words] = []
    for tag, start, end, from_, to in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Words(Change.SAME, " ".join(old[start:end])))
            continue
        if end > start:
            runs.append(Words(Change.REMOVED, " ".join(old[start:end])))
        if to > from_:
            runs.append(Words(Change.ADDED, " ".join(new[from_:to])))
    return tuple(runs)


def compared(
    before: tuple[AgreementVersion, Sequence[PromiseView]], after: tuple[AgreementVersion, Sequence[PromiseView]]
) -> Comparison:
    """What changed from the earlier version to the later one, of what may be seen?"""
    old = {one.promise.key: one for one in before[1]}
    kept = [_one(old.get(view.promise.key), view) for view in after[1]]
    gone = _gone(old, (view.promise.key for view in after[1]))
    return Comparison(before[0], after[0], changed_words(before[0].title, after[0].title), (*kept, *gone))


def _gone(old: dict[UUID, PromiseView], still: Iterable[UUID]) -> list[PromiseChange]:
    there = set(still)
    return [
        PromiseChange(Change.REMOVED, view, None, (Words(Change.REMOVED, view.promise.what),))
        for key, view in old.items()
        if key not in there
    ]


def _one(before: PromiseView | None, after: PromiseView) -> PromiseChange:
    if before is None:
        return PromiseChange(Change.ADDED, None, after, (Words(Change.ADDED, after.promise.what),))
    words = changed_words(before.promise.what, after.promise.what)
    change = PromiseChange(Change.CHANGED, before, after, words)
    is_same = (
        all(one.change == Change.SAME for one in words)
        and not change.has_other_day
        and not change.has_other_promiser
        and not change.has_other_domain
    )
    return PromiseChange(Change.SAME, before, after, words) if is_same else change
