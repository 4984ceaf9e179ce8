"""Agreements as situations: `AgreementFactory(person=amina, organisation=werkpunt, confirmed=True, our_promise=-3)`."""

from datetime import date, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from arbeidspact.agreements.commands import ChangeAgreement, MakeAgreement, PromiseLine
from arbeidspact.agreements.models import (
    Agreement,
    AgreementVersion,
    ClosedAs,
    Confirmation,
    ConfirmedHow,
    ObjectedHow,
    Objection,
    Party,
    Promise,
    Promiser,
)
from tests.organisations.factories import OrganisationFactory
from tests.people.factories import PersonFactory

TINY_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TINY_PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
TINY_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def days_ago(days: int) -> datetime:
    """At this hour of the clock here, so that its day is `in_days(-days)` across a change of summer time too."""
    return timezone.localtime() - timedelta(days=days)


def a_promise(**values: Any) -> PromiseLine:
    usual = {"promiser": Promiser.PERSON, "what": "Bel de cursus Nederlands", "due_on": in_days(7)}
    return PromiseLine(**{**usual, **values})


def an_agreement(*promises: PromiseLine, **values: Any) -> MakeAgreement:
    usual = {"title": "Samen naar een cursus", "promises": promises or (a_promise(),)}
    return MakeAgreement(**{**usual, **values})


def a_change(agreement: Agreement, *promises: PromiseLine, **values: Any) -> ChangeAgreement:
    usual = {"title": "Samen naar een andere cursus", "promises": promises or (a_promise(),), "based_on": 1}
    return ChangeAgreement(**{**usual, "agreement": agreement.reference, **values})


class VersionFactory(DjangoModelFactory[AgreementVersion]):
    class Meta:
        model = AgreementVersion

    number = 1
    title = "Samen naar een cursus"
    kind = "ordinary"
    language = "nl"
    made_at = factory.LazyFunction(lambda: days_ago(60))
    offered_at = factory.LazyAttribute(lambda version: version.made_at)


class AgreementFactory(DjangoModelFactory[Agreement]):
    """With one version, offered to both; `our_promise` and `their_promise`: due in so many days."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    class Params:
        withdrawn = factory.Trait(closed_at=factory.LazyFunction(timezone.now), closed_as=ClosedAs.WITHDRAWN)
        ended = factory.Trait(closed_at=factory.LazyFunction(timezone.now), closed_as=ClosedAs.ENDED)

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    made_at = factory.LazyFunction(lambda: days_ago(60))

    @factory.post_generation
    def version(self, create: bool, extracted: None, **values: Any) -> None:
        VersionFactory(agreement=self, **values)

    @factory.post_generation
    def draft(self, create: bool, extracted: bool, **_: Any) -> None:
        if extracted:
            newest(self).__class__.objects.filter(agreement=self).update(offered_at=None)

    @factory.post_generation
    def our_promise(self, create: bool, extracted: int | None, **values: Any) -> None:
        if extracted is not None:
            _promise(self, extracted, **{"promiser": Promiser.ORGANISATION, **values})

    @factory.post_generation
    def their_promise(self, create: bool, extracted: int | None, **values: Any) -> None:
        if extracted is not None:
            _promise(self, extracted, **values)

    @factory.post_generation
    def agreed_by(self, create: bool, extracted: list[Party] | None, **_: Any) -> None:
        for party in extracted or []:
            agree(newest(self), party)

    @factory.post_generation
    def confirmed(self, create: bool, extracted: bool | int, **_: Any) -> None:
        """`confirmed=30`: both agreed thirty days ago."""
        if extracted:
            version, at = newest(self), days_ago(0 if extracted is True else extracted)
            for party in Party:
                agree(version, party, at)
            version.in_force_from = at
            version.save()

    @factory.post_generation
    def objected(self, create: bool, extracted: bool | int, **_: Any) -> None:
        """`objected=5`: the person objected five days ago."""
        if extracted:
            at = days_ago(0 if extracted is True else extracted)
            Objection.objects.create(version=newest(self), words="De cursus is te ver.", how=ObjectedHow.BY_LINK, at=at)


def newest(agreement: Agreement) -> AgreementVersion:
    return agreement.versions.get(replaced_at__isnull=True)


def agree(version: AgreementVersion, party: Party, at: datetime | None = None) -> Confirmation:
    return Confirmation.objects.create(
        version=version, party=party, how=ConfirmedHow.ON_SCREEN, at=at or timezone.now()
    )


def _promise(agreement: Agreement, days: int, **values: Any) -> Promise:
    version = newest(agreement)
    usual = {"promiser": Promiser.PERSON, "what": "Bel de cursus", "place": version.promises.count()}
    return Promise.objects.create(version=version, due_on=in_days(days), **{**usual, **values})
