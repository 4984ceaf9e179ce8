"""Assessments as situations: `AssessmentFactory(expired=True, results={LifeDomain.WORK: Outcome.SOME})`."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.assessments.models import (
    Answer,
    Assessment,
    DomainResult,
    Outcome,
    QuestionnaireEdition,
    SensitiveAnswer,
    SensitiveDomainResult,
)
from arbeidspact.assessments.questionnaire import Value
from arbeidspact.assessments.questionnaire_file import content_hash, questionnaires
from arbeidspact.people.access import PersonFile, open_file
from arbeidspact.people.actions import open_compartment
from arbeidspact.people.commands import OpenCompartment
from arbeidspact.people.domains import SENSITIVE, LifeDomain
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory


def in_days(days: int) -> factory.LazyFunction:
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


def edition(slug: str = "general") -> QuestionnaireEdition:
    """The edition in force of a questionnaire that we ship."""
    questionnaire = questionnaires()[slug]
    kept, _made = QuestionnaireEdition.objects.get_or_create(
        content_hash=content_hash(questionnaire),
        defaults={"slug": slug, "version": 1, "definition": questionnaire.model_dump(mode="json")},
    )
    return kept


class AssessmentFactory(DjangoModelFactory[Assessment]):
    """Finished ten days ago unless told otherwise; nothing known unless told."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(finished_on=None, valid_until=None)
        expired = factory.Trait(finished_on=in_days(-200), valid_until=in_days(-20))

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    edition = factory.LazyFunction(edition)
    started_at = factory.LazyFunction(timezone.now)
    finished_on = in_days(-10)
    valid_until = in_days(170)

    @factory.post_generation
    def results(self, create: bool, extracted: Mapping[LifeDomain, Outcome] | None, **_: Any) -> None:
        for domain, outcome in (extracted or {}).items() if create else ():
            model = SensitiveDomainResult if domain in SENSITIVE else DomainResult
            is_known = outcome != Outcome.NOT_KNOWN
            model.objects.create(assessment=self, domain=domain, outcome=outcome, asked=1, known=int(is_known))

    @factory.post_generation
    def answers_given(self, create: bool, extracted: Mapping[str, Value] | None, **_: Any) -> None:
        known = questionnaires()["general"]
        for slug, value in (extracted or {}).items() if create else ():
            question = known.question(slug)
            assert question is not None
            model = SensitiveAnswer if question.is_sensitive else Answer
            model.objects.create(assessment=self, question=slug, value=value)


def with_compartment_open(file: PersonFile) -> PersonFile:
    """The same file, after its reader opened the sensitive part."""
    open_compartment(
        OpenCompartment(person=file.reference, purpose="Overleg met de arts voorbereiden"), actor=file.actor
    )
    return open_file(file.actor, file.reference)
