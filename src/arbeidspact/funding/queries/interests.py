"""Who is kept out of which application, read from the rows that say so."""

from collections import defaultdict
from collections.abc import Iterable

from arbeidspact.funding.conflicts import kept_out
from arbeidspact.funding.models import Application, Call, InterestDeclaration, Juror
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.models import Membership


def juror_of(call: Call, actor: Actor) -> Juror | None:
    """The actor as a juror of this call, also when their time in the jury ended; None when they never were."""
    if actor.user is None:
        return None
    return Juror.objects.filter(call=call, user=actor.user).select_related("call").first()


def why_kept_out(juror: Juror, application: Application) -> LeftOut | None:
    """Why may this juror not judge this application? None when they may."""
    return kept_out_of([juror], [application]).get((juror.pk, application.pk))


def kept_out_of(jurors: Iterable[Juror], applications: Iterable[Application]) -> dict[tuple[int, int], LeftOut]:
    """For each juror and application by key: why they may not judge it. Those who may are left out. Three queries."""
    people, asked = list(jurors), list(applications)
    works_for: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(user__in=[one.user_id for one in people], ended_at__isnull=True)
    for user, organisation in rows.values_list("user_id", "organisation_id"):
        works_for[user].add(organisation)
    along: dict[int, set[int]] = defaultdict(set)
    links = Application.co_applicants.through.objects.filter(application__in=[one.pk for one in asked])
    for application_key, organisation in links.values_list("application_id", "organisation_id"):
        along[application_key].add(organisation)
    declared: dict[tuple[int, int], list[InterestDeclaration]] = defaultdict(list)
    said = InterestDeclaration.objects.filter(juror__in=people, application__in=asked)
    for declaration in said.order_by("declared_at", "id"):
        declared[declaration.juror_id, declaration.application_id].append(declaration)
    found = {}
    for juror in people:
        for application in asked:
            why = kept_out(
                juror,
                application,
                declared[juror.pk, application.pk],
                member_of=works_for[juror.user_id],
                co_applicants=along[application.pk],
            )
            if why is not None:
                found[juror.pk, application.pk] = why
    return found


def has_interest(actor: Actor, application: Application) -> bool:
    """Does the actor work for who applies (along), or did they declare an interest? Then they do not decide."""
    if actor.user is None:
        return False
    organisations = set(
        Membership.objects.filter(user=actor.user, ended_at__isnull=True).values_list("organisation_id", flat=True)
    )
    applying = {application.organisation_id, *application.co_applicants.values_list("pk", flat=True)}
    if organisations & applying:
        return True
    last = (
        InterestDeclaration.objects.filter(application=application, juror__user=actor.user)
        .order_by("-declared_at", "-id")
        .first()
    )
    return last is not None and last.has_interest
