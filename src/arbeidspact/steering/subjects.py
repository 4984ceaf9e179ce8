"""What a signal or a decision can be about: the pact and its parts, by short name, with their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from arbeidspact.monitor.models import Indicator
from arbeidspact.organisations.exceptions import InvalidValue
from arbeidspact.pact.models import Action, Goal, Pact, Track
from arbeidspact.steering.models import SubjectKind

Key = tuple[str, str]
"""The kind and the short name; the pact as a whole has an empty one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a signal or a decision is about. What is no longer in the pact goes by its short name."""

    kind: SubjectKind
    slug: str
    name_nl: str
    name_en: str
    is_known: bool = True

    @property
    def key(self) -> str:
        """How a form or an address writes it: `action:jobteam`."""
        return f"{self.kind}:{self.slug}" if self.slug else str(self.kind)


def key_of(written: str) -> Key:
    """Which kind and short name are written here? Raises: `InvalidValue` when it is no subject."""
    kind, _colon, slug = written.partition(":")
    if kind not in SubjectKind.values or (kind == SubjectKind.PACT) == bool(slug):
        raise InvalidValue(
            _("Choose what it is about."), hint=_("Choose one of the list, such as an action."), field="about"
        )
    return kind, slug


def subjects_of(pact: Pact) -> list[Subject]:
    """What can a signal about this pact be about: itself, its goals, tracks and actions, every indicator?

    In the order of the pact. Four queries.
    """
    found = [Subject(SubjectKind.PACT, "", pact.name_nl, pact.name_en)]
    for kind, rows in (
        (SubjectKind.GOAL, Goal.objects.filter(pact=pact).order_by("order", "id")),
        (SubjectKind.TRACK, Track.objects.filter(pact=pact).order_by("order", "id")),
        (SubjectKind.ACTION, Action.objects.filter(pact=pact).order_by("order", "id")),
        (SubjectKind.INDICATOR, Indicator.objects.order_by("name_nl", "id")),
    ):
        names = rows.values_list("slug", "name_nl", "name_en")
        found += [Subject(kind, slug, in_dutch, in_english) for slug, in_dutch, in_english in names]
    return found


def named_subjects(pact: Pact | None, keys: Iterable[Key]) -> Mapping[Key, Subject]:
    """The subjects of these keys with their names; one that is not there any more goes by its short name.

    At most four queries, and only for the kinds that are asked.
    """
    asked = set(keys)
    known: dict[Key, Subject] = {}
    for kind in {kind for kind, _slug in asked}:
        for subject in _of_kind(pact, SubjectKind(kind)):
            known[kind, subject.slug] = subject
    return {
        key: known.get(key) or Subject(SubjectKind(key[0]), key[1], key[1] or key[0], key[1] or key[0], is_known=False)
        for key in asked
    }


def _of_kind(pact: Pact | None, kind: SubjectKind) -> Iterable[Subject]:
    if kind == SubjectKind.INDICATOR:
        names = Indicator.objects.order_by("slug").values_list("slug", "name_nl", "name_en")
        return [Subject(kind, *row) for row in names]
    if pact is None:
        return []
    if kind == SubjectKind.PACT:
        return [Subject(kind, "", pact.name_nl, pact.name_en)]
    model = {SubjectKind.GOAL: Goal, SubjectKind.TRACK: Track, SubjectKind.ACTION: Action}[kind]
    rows = model.objects.filter(pact=pact).order_by("slug")  # type: ignore[attr-defined]
    return [Subject(kind, *row) for row in rows.values_list("slug", "name_nl", "name_en")]
