"""Bringing the demo into being: areas, organisations, logins, the pact with its figures, invented people and work.

Everything may be asked twice: what is there already stays, and a second time costs next to nothing.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from arbeidspact.demo.history import WRITERS, Past
from arbeidspact.demo.history.introductions import write_introductions
from arbeidspact.demo.history.texts import write_texts
from arbeidspact.demo.organisations import (
    CITY,
    DEMO_LOGINS,
    EMPLOYER,
    PARTNER,
    PES,
    SOCIAL_ECONOMY,
    WELFARE,
    set_up_colleagues,
    set_up_logins,
    set_up_organisations,
)
from arbeidspact.demo.population import (
    USUAL_SIZE,
    Size,
    invented_employers,
    invented_residents,
    invented_vacancies,
)
from arbeidspact.demo.population.trades import Trades
from arbeidspact.demo.state import Stamp, read_stamp, refuse_beside_real_data, write_stamp
from arbeidspact.demo.storage import Guides, date_step_events, store_employers, store_people, store_vacancies
from arbeidspact.followup.actions import run_rules
from arbeidspact.indicators import read_definitions, read_observations, read_targets
from arbeidspact.monitor.actions import adopt_indicators, record_observations, set_targets
from arbeidspact.monitor.commands import AdoptIndicators, RecordObservations, SetTargets
from arbeidspact.monitor.computed import record_computed
from arbeidspact.monitor.measures import known_measures
from arbeidspact.monitor.measuring import record_measures
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.areas import SetAreas, set_areas
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.exceptions import Conflict
from arbeidspact.organisations.models import Organisation, User
from arbeidspact.organisations.table_statistics import look_at_tables_anew
from arbeidspact.pact.actions import adopt_pact
from arbeidspact.pact.commands import AdoptPact
from arbeidspact.pact.pact_file import read_actions_file, read_pact_file
from arbeidspact.publications.actions import make_release, publish_release
from arbeidspact.publications.commands import MakeRelease, PublishRelease
from arbeidspact.publications.queries import releases
from arbeidspact.reports.actions import build_report, publish_report
from arbeidspact.reports.commands import BuildReport, PublishReport
from arbeidspact.reports.launching import launch_nothing
from arbeidspact.reports.queries import ReportKind, choices_of, reports_of
from arbeidspact.reports.work import work_on
from arbeidspact.search.following import rebuild as rebuild_search
from arbeidspact.taxonomy import active_taxonomy

GHENT: Final = Path(__file__).parent / "ghent"
GENERATOR: Final = 3
"""Goes up when the same seed gives other people."""
SEED: Final = 20_190_702
"""The day on which Ghent's pact was signed."""
RELEASE_NOTES: Final = (
    "Cijfers zoals ze gepubliceerd werden, met hun bron. Verzonnen voor de demo zijn de vacatures, wat dit platform "
    "zelf telt en wat partners in het actieplan invoerden; het staat er telkens bij.\n"
    "Figures as they were published, with their source. Invented for the demo are the vacancies, what this platform "
    "counts itself and what partners entered in the action plan; each says so."
)
PEOPLE_PER_GUIDE: Final = 55
MOST_GUIDES: Final = 60

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The demo that is there now; `was_there` when nothing had to be made."""

    stamp: Stamp
    was_there: bool


def load_demo(
    size: Size | None = None,
    *,
    seed: int | None = None,
    progress: Progress = lambda _step, _done, _total: None,
) -> Loaded:
    """Is the whole demo in this database? It is after this.

    Arguments: `size` and `seed`, None for those of the demo that is there, or else the usual ones.
    Raises: `Conflict` when the database holds people, users or vacancies that are not the demo's, or a demo of
    another size or seed. Nothing is half made: the population is one transaction.
    """
    refuse_beside_real_data()
    standing = read_stamp()
    wanted = _wanted(standing, size, seed)
    if standing == wanted:
        return Loaded(standing, was_there=True)
    actor = operator()
    progress("Areas, organisations and logins", 0, 0)
    with transaction.atomic():
        set_areas(SetAreas(file=read_areas_file(GHENT / "areas.toml")), actor=actor)
        organisations = set_up_organisations(actor)
        users = set_up_logins(organisations)
        progress("Pact and published figures", 0, 0)
        load_pact(actor)
        if standing is None:
            _load_population(wanted, organisations, users, progress)
        progress("Figures of the platform's own data", 0, 0)
        measure_platform(actor)
        progress("A first release of open data", 0, 0)
        publish_first_release(actor)
        progress("The first reports", 0, 0)
        publish_first_reports(actor)
        write_stamp(wanted, actor, organisations[CITY])
    look_at_tables_anew()
    return Loaded(wanted, was_there=False)


def prepare_database() -> None:
    """The tables are as this version of the software wants them. Quick when they are already."""
    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def pending_migrations() -> list[str]:
    """Which changes of the tables are not made yet in this database?"""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def load_pact(actor: Actor) -> None:
    """Puts Ghent's pact, indicators, published figures and promises into force, from the files of this package."""
    areas = read_areas_file(GHENT / "areas.toml")
    pact = read_pact_file(GHENT / "pact.toml")
    definitions = read_definitions(GHENT / "indicators.toml", measures=known_measures())
    observations = read_observations(GHENT / "observations.csv", definitions, areas=areas.codes)
    adopt_indicators(AdoptIndicators(definitions=tuple(definitions.values())), actor=actor)
    record_observations(RecordObservations(observations=tuple(observations)), actor=actor)
    record_computed(actor=actor, is_rehearsal=False)
    set_targets(SetTargets(promises=read_targets(GHENT / "targets.toml")), actor=actor)
    adopt_pact(AdoptPact(pact=pact, actions=read_actions_file(GHENT / "actions.toml", pact)), actor=actor)


def measure_platform(actor: Actor) -> None:
    """What the platform counts of its own data, and what follows from that; each figure says that it counts inventions.

    A second time on the same day nothing happens.
    """
    record_measures(actor=actor, is_rehearsal=False, with_invented=True)
    record_computed(actor=actor, is_rehearsal=False)


def publish_first_release(actor: Actor) -> None:
    """What was published of Ghent's pact is open data too; a second time nothing happens."""
    if releases(actor=actor).exists():
        return
    made = make_release(MakeRelease(notes=RELEASE_NOTES), actor=actor)
    publish_release(PublishRelease(version=made.version), actor=actor)


def publish_first_reports(actor: Actor) -> None:
    """Both reports of the first release are public too; they rest on the newest frozen review, where there is one.

    Made in this process: together they take half a second. One that does not come about stays in the list as failed.
    """
    choices = choices_of(actor)
    if not choices.releases or reports_of(actor).exists():
        return
    review = choices.reviews[0].review.reference if choices.reviews else None
    for kind in ReportKind:
        command = BuildReport(release=choices.releases[0].version, kind=kind, review=review)
        made = work_on(build_report(command, actor=actor, launch=launch_nothing).reference)
        if made.finished_at is not None:
            publish_report(PublishReport(report=made.reference), actor=actor)


def files_hash() -> str:
    """What do the files of the demo say? Changes when one of them does."""
    digest = hashlib.sha256()
    for path in sorted(GHENT.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _wanted(standing: Stamp | None, size: Size | None, seed: int | None) -> Stamp:
    files = f"{files_hash()}-{len(DEMO_LOGINS)}"
    if standing is None:
        chosen = size or USUAL_SIZE
        return Stamp(GENERATOR, SEED if seed is None else seed, chosen.people, chosen.vacancies, files)
    has_other_size = size is not None and size != Size(standing.people, standing.vacancies)
    if has_other_size or seed not in {None, standing.seed}:
        raise Conflict(
            f"The demo here has {standing.people} people and {standing.vacancies} vacancies from seed {standing.seed}.",
            hint="Add --reset to make another one in its place, or choose another data directory with --data.",
        )
    return Stamp(standing.generator, standing.seed, standing.people, standing.vacancies, files)


def _load_population(
    wanted: Stamp, organisations: dict[str, Organisation], users: dict[str, User], progress: Progress
) -> None:
    size, seed, today = Size(wanted.people, wanted.vacancies), wanted.seed, timezone.localdate()
    trades = Trades(active_taxonomy())
    guides = _guides(organisations, users, size, seed)
    step = f"{size.people} invented residents"
    told = _counter(progress, step, size.people)
    residents = invented_residents(size, seed=seed, today=today, trades=trades)
    store_people(residents, guides, seed=seed, today=today, progress=told)
    date_step_events()
    for step, write in WRITERS.items():
        progress(step, 0, 0)
        write(Past(guides, users, seed, today))
    told = _counter(progress, f"{size.vacancies} invented vacancies", size.vacancies)
    employers = invented_employers(size, seed=seed)
    rows = store_employers(employers, organisations[EMPLOYER], seed=seed)
    vacancies = invented_vacancies(size, employers, seed=seed, today=today, trades=trades)
    store_vacancies(vacancies, rows, organisations, seed=seed, progress=told)
    progress("Introductions to employers", 0, 0)
    write_introductions(Past(guides, users, seed, today))
    progress("Texts that were read", 0, 0)
    write_texts(Past(guides, users, seed, today))
    progress("Texts to search in", 0, 0)
    rebuild_search()
    progress("Queues of what cannot wait", 0, 0)
    run_rules(actor=operator(), day=today, is_rehearsal=False)


def _guides(organisations: dict[str, Organisation], users: dict[str, User], size: Size, seed: int) -> Guides:
    number = min(MOST_GUIDES, max(2, size.people // (PEOPLE_PER_GUIDE * 2)))
    members = {
        CITY: [users["counsellor"], users["team-lead"], *set_up_colleagues(organisations[CITY], number, seed=seed)],
        PES: [users["counsellor-vdab"], *set_up_colleagues(organisations[PES], number, seed=seed)],
        WELFARE: [users["counsellor-ocmw"], *set_up_colleagues(organisations[WELFARE], number // 3, seed=seed)],
        PARTNER: [users["counsellor"], *set_up_colleagues(organisations[PARTNER], number // 6 + 1, seed=seed)],
        SOCIAL_ECONOMY: [users["coach"]],
    }
    return Guides(organisations, members)


def _counter(progress: Progress, step: str, total: int) -> Callable[[int], None]:
    done = 0

    def more(number: int) -> None:
        nonlocal done
        done += number
        progress(step, done, total)

    progress(step, 0, total)
    return more
