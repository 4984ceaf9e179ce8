"""The documentation is true: settings, commands, permissions, indicators, links and examples are as it says."""

import ast
import importlib
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import arbeidspact
from arbeidspact.agreements.models import (
    AgreementEventKind,
    AgreementKind,
    AgreementState,
    ClosedAs,
    ConfirmedHow,
    MediaType,
    ObjectedHow,
    ObjectionAnswer,
    Party,
    Promiser,
)
from arbeidspact.agreements.queries import PromiseState
from arbeidspact.assessments.models import AssessmentState, DistanceLevel, Outcome
from arbeidspact.assessments.questionnaire_file import read_questionnaire
from arbeidspact.assessments.remedy import read_remedies
from arbeidspact.demo.organisations import DEMO_LOGINS, DEMO_PASSWORD
from arbeidspact.demo.population import USUAL_SIZE
from arbeidspact.funding.conflicts import NotIndependent
from arbeidspact.funding.models import (
    ContractKind,
    DecisionOutcome,
    EvidenceType,
    InstalmentKind,
    LedgerKind,
    MoneySource,
    PartyRole,
    PaymentShape,
    RequiredPart,
    RevisionAnswer,
    TieRule,
    VerificationOutcome,
)
from arbeidspact.funding.payment import Trace
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.funding.states import ApplicationState, CallState, ClaimState, ContractState
from arbeidspact.indicators import read_definitions, read_observations, read_targets
from arbeidspact.introductions.models import Answer, IntroductionState, NotNowReason, WithdrawnBecause
from arbeidspact.introductions.models import Outcome as IntroductionOutcome
from arbeidspact.mobility import PARAMETERS, SERVICE_HOURS
from arbeidspact.organisations.areas_file import read_areas_file
from arbeidspact.organisations.models import OrganisationKind
from arbeidspact.organisations.permissions import Permission
from arbeidspact.outreach.models import ContactState, MomentKind, PlaceKind, ReferrerKind, WithdrawalReason
from arbeidspact.outreach.programmes_file import StageFact
from arbeidspact.pact.models import ActionEventKind, ActionStatus, BookingKind, ContributionKind
from arbeidspact.pact.pact_file import read_actions_file
from arbeidspact.pact.states import ContributionState, MilestoneState
from arbeidspact.pathways.models import PlacementSource, PlanEventKind, StepEventKind, StepOwner, StepState
from arbeidspact.people.models import Ground, Look, Purpose, StatusKind
from arbeidspact.proposals.models import Decision, HowFound, ProposalKind, TextKind
from arbeidspact.rounds.models import RerankingName, RoundState
from arbeidspact.statutes import LegalStatus, TermState
from arbeidspact.steering.comparing import Change
from arbeidspact.steering.decision_queries import Standing, TaskStatus
from arbeidspact.steering.models import (
    AnswerKind,
    ChangeKind,
    ReminderKind,
    ReviewState,
    SignalEventKind,
    SignalState,
    SignOffKind,
    SubjectKind,
    Urgency,
)
from arbeidspact.terms.models import PauseGround, TermEventKind
from arbeidspact.vacancies.models import Contract, VacancyState
from tests.architecture.commands_page import PAGE, command_line, command_page, commands_of, inner_commands

PACKAGE = Path(arbeidspact.__file__).parent
ROOT = PACKAGE.parent.parent
DOCS = ROOT / "docs"
GHENT = PACKAGE / "demo" / "ghent"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
OUTSIDE = re.compile(r"[a-z]+:|#")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def as_one_line(page: str) -> str:
    return " ".join(text_of(page).split())


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def headings_of(page: str) -> list[str]:
    return re.findall(r"^#+ +(.+?) *$", without_code(text_of(page)), re.MULTILINE)


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def blocks_of(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), re.DOTALL | re.MULTILINE)


def words_in_code_type(page: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text_of(page)))


# Settings


def _variables_read(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"^ARBEIDSPACT_[A-Z_]*[A-Z]$", node.value)
    for name in re.findall(r"""key_from\("(\w+)\"""", text):
        yield f"ARBEIDSPACT_{name.upper()}_KEY"


def test_every_setting_has_its_heading_and_every_heading_its_setting():
    read = {name for path in PACKAGE.rglob("*.py") for name in _variables_read(path)}
    described = {heading for heading in headings_of("docs/reference/settings.md") if heading.startswith("ARBEIDSPACT_")}

    assert len(read) > 10
    assert described == read


def test_no_page_names_a_variable_that_does_not_exist():
    known = set(headings_of("docs/reference/settings.md"))
    named = {
        (name_of(page), name)
        for page in PAGES
        for name in re.findall(r"ARBEIDSPACT_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))
    }

    assert not {(page, name) for page, name in named if name not in known}


# Commands


def test_the_page_of_commands_says_what_their_help_says():
    assert PAGE.read_text(encoding="utf-8") == command_page(), "run python -m tests.architecture.commands_page"


def test_every_command_says_what_it_is_for():
    commands = dict(commands_of(command_line()))

    assert len(commands) > 5
    assert not [words for words, command in commands.items() if not command.help]


def _lines_typed() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for block in re.findall(r"^```(?:sh)?\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                words = line.partition("#")[0].split()
                if "arbeidspact" in words[:1] or any(word.endswith("/bin/arbeidspact") for word in words[:1]):
                    yield name_of(page), words[1:]


def _options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.get_params(click.Context(command)) for option in parameter.opts}


def test_every_command_that_a_page_shows_exists_with_its_options():
    wrong = []
    for page, words in _lines_typed():
        command: click.Command = command_line()
        options = _options_of(command)
        for word in words:
            if isinstance(command, click.Group) and word in inner_commands(command):
                command = inner_commands(command)[word]
                options = _options_of(command)
            elif word.startswith("--") and word.partition("=")[0] not in options:
                wrong.append(f"{page}: {' '.join(words)}: {word}")
        if isinstance(command, click.Group) and words and not words[0].startswith("--"):
            wrong.append(f"{page}: {' '.join(words)}")

    assert list(_lines_typed())
    assert not wrong


# Permissions, indicators, statuses


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_has_its_heading(permission):
    assert permission.value in headings_of("docs/reference/permissions.md")


def test_every_indicator_of_ghent_has_its_heading():
    headings = "\n".join(headings_of("docs/reference/indicators.md"))

    assert not [slug for slug in read_definitions(GHENT / "indicators.toml") if f"(`{slug}`)" not in headings]


@pytest.mark.parametrize(
    "choices",
    [
        VacancyState,
        AssessmentState,
        Outcome,
        DistanceLevel,
        StepState,
        StepEventKind,
        StepOwner,
        PlanEventKind,
        PlacementSource,
        StatusKind,
        Ground,
        Purpose,
        Look,
        Contract,
        TextKind,
        ProposalKind,
        HowFound,
        Decision,
        OrganisationKind,
        Answer,
        IntroductionOutcome,
        IntroductionState,
        NotNowReason,
        WithdrawnBecause,
        RoundState,
        RerankingName,
        ContactState,
        MomentKind,
        PlaceKind,
        ReferrerKind,
        WithdrawalReason,
        StageFact,
        AgreementEventKind,
        AgreementKind,
        AgreementState,
        ClosedAs,
        ConfirmedHow,
        MediaType,
        ObjectedHow,
        ObjectionAnswer,
        Party,
        PromiseState,
        Promiser,
        LegalStatus,
        PauseGround,
        TermEventKind,
        TermState,
        ApplicationState,
        CallState,
        ClaimState,
        ContractKind,
        ContractState,
        DecisionOutcome,
        EvidenceType,
        InstalmentKind,
        LedgerKind,
        LeftOut,
        MoneySource,
        PartyRole,
        PaymentShape,
        RequiredPart,
        RevisionAnswer,
        NotIndependent,
        TieRule,
        Trace,
        VerificationOutcome,
        AnswerKind,
        Change,
        ChangeKind,
        ReminderKind,
        ReviewState,
        SignOffKind,
        Standing,
        TaskStatus,
        SignalEventKind,
        SignalState,
        SubjectKind,
        Urgency,
        ActionEventKind,
        ActionStatus,
        BookingKind,
        ContributionKind,
        ContributionState,
        MilestoneState,
    ],
    ids=lambda choices: choices.__name__,
)
def test_every_choice_is_on_the_page_of_statuses(choices):
    assert {choice.value for choice in choices} <= words_in_code_type("docs/reference/statuses.md")


@pytest.mark.parametrize(
    "app",
    [
        "organisations",
        "people",
        "vacancies",
        "proposals",
        "assessments",
        "pathways",
        "outreach",
        "agreements",
        "introductions",
        "terms",
        "pact",
        "monitor",
        "steering",
        "funding",
        "publications",
        "reports",
        "rounds",
    ],
)
def test_every_kind_of_row_is_in_the_data_model(app):
    module = importlib.import_module(f"arbeidspact.{app}.models")
    rows = {
        name
        for name, value in vars(module).items()
        if getattr(value, "_meta", None) is not None
        and not value._meta.abstract
        and value.__module__.startswith(module.__name__)
    }

    assert rows <= words_in_code_type("docs/reference/data-model.md")


def test_travel_parameters_are_those_of_the_model():
    table = re.findall(
        r"^\| [a-z ]+ \| ([\d.]+) \| (\d+) \| (\d+) \|$", text_of("docs/explanation/travel-times.md"), re.MULTILINE
    )

    assert [tuple(map(float, row)) for row in table] == [
        (mode.detour_factor, mode.speed_kmh, mode.overhead_minutes) for mode in PARAMETERS.values()
    ]


def test_the_hours_of_each_way_to_travel_are_those_of_the_model():
    rows = re.findall(
        r"^\| [a-z ]+ \| (always|[\d:]+) \| (always|[\d:]+) \|$",
        text_of("docs/explanation/travel-times.md"),
        re.MULTILINE,
    )

    def written(minutes: int) -> str:
        return "always" if minutes in {0, 2_879} else f"{minutes // 60:02d}:{minutes % 60:02d}"

    assert rows == [(written(hours.first_departure), written(hours.last_departure)) for hours in SERVICE_HOURS.values()]


def test_every_package_stands_in_the_house():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"locale"}

    assert packages <= words_in_code_type("docs/explanation/architecture.md")


# Decisions, links, targets, versions


def test_every_decision_is_in_the_index_with_its_title():
    pages = sorted(DOCS.glob("decisions/0*.md"))
    index = text_of("docs/decisions/README.md")
    lines = []
    for page in pages:
        number, title = re.match(r"# (\d+)\. (.+)", page.read_text(encoding="utf-8")).groups()
        assert int(page.name[:4]) == int(number)
        lines.append(f"| {number} | [{title}]({page.name}) |")

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert not [line for line in lines if line not in index]


def _anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ +(.+?) *$", without_code(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_and_image_of_a_page_leads_somewhere(page):
    text = re.sub(r"`[^`\n]*`", "", without_code(page.read_text(encoding="utf-8")))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if OUTSIDE.match(target):
            continue
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve()
        if not goal.exists() or (anchor and anchor not in _anchors_of(goal)):
            broken.append(target)

    assert not broken


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_links_of_a_page_stay_inside_the_documentation(page):
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code(page.read_text(encoding="utf-8")))

    assert not [
        target
        for target in targets
        if not OUTSIDE.match(target) and not (page.parent / target).resolve().is_relative_to(DOCS)
    ]


def _pages_in(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for inner in nav.values():
            yield from _pages_in(inner)
    elif isinstance(nav, list):
        for inner in nav:
            yield from _pages_in(inner)


def test_the_menu_of_the_documentation_names_every_page():
    menu = set(_pages_in(tomllib.loads(text_of("zensical.toml"))["project"]["nav"]))
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}

    assert menu <= pages
    assert {page for page in pages - menu if not page.startswith("decisions/0")} == set()


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = {
        (name_of(page), target)
        for page in PAGES
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert ("README.md", "demo") in named
    assert ("README.md", "test") in named
    assert not {(page, target) for page, target in named if target not in targets}


def test_the_tour_names_every_login_of_the_demo():
    tour = set(re.findall(r"`([\w-]+@demo\.example)`", text_of("README.md")))

    assert tour == {login.email for login in DEMO_LOGINS}
    assert f"`{DEMO_PASSWORD}`" in text_of("README.md")
    assert f"{USUAL_SIZE.people:,} residents and {USUAL_SIZE.vacancies:,} vacancies" in as_one_line("README.md")


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    publiccode = re.search(r"^softwareVersion: *\"?([\d.]+)", text_of("publiccode.yml"), re.MULTILINE)
    changelog = re.search(r"^## .*?(\d+\.\d+\.\d+)", text_of("CHANGELOG.md"), re.MULTILINE)

    assert publiccode
    assert changelog
    assert {arbeidspact.__version__, publiccode[1], changelog[1]} == {project}


# Examples


def test_the_example_of_an_indicator_can_be_imported(tmp_path):
    page = "docs/how-to/add-an-indicator.md"
    (tmp_path / "indicators.toml").write_text(blocks_of(page, "toml")[0], encoding="utf-8")
    (tmp_path / "observations.csv").write_text(blocks_of(page, "csv")[0], encoding="utf-8")

    definitions = read_definitions(tmp_path / "indicators.toml")
    observations = read_observations(tmp_path / "observations.csv", definitions)

    assert [observation.indicator for observation in observations] == list(definitions)


def test_the_examples_of_a_pact_can_be_imported(tmp_path):
    areas, promises, actions = blocks_of("docs/how-to/bring-your-own-pact.md", "toml")
    (tmp_path / "actions.toml").write_text(actions, encoding="utf-8")
    (action,) = read_actions_file(tmp_path / "actions.toml").actions
    assert action.milestones
    assert action.contributions
    assert action.goals
    (tmp_path / "areas.toml").write_text(areas, encoding="utf-8")
    (tmp_path / "targets.toml").write_text(promises, encoding="utf-8")

    assert read_areas_file(tmp_path / "areas.toml").codes == {"my-city"}
    assert len(read_targets(tmp_path / "targets.toml").targets) == 1


def test_the_documentation_names_every_file_of_the_pact():
    named = words_in_code_type("docs/how-to/bring-your-own-pact.md")

    assert {path.name for path in GHENT.iterdir() if path.suffix in {".toml", ".csv"}} <= named


def _modules_named() -> set[str]:
    named = re.compile(r"(?:`|^::: )(arbeidspact(?:\.[a-z_]+)+)(?=`|$)", re.MULTILINE)
    return {module for page in PAGES for module in named.findall(page.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", sorted(_modules_named()))
def test_every_module_or_function_that_a_page_names_exists(name):
    parent, _, last = name.rpartition(".")

    assert hasattr(importlib.import_module(parent), last) or importlib.util.find_spec(name)


def test_every_file_that_a_page_names_exists():
    named = {
        (name_of(page), path)
        for page in PAGES
        for path in re.findall(
            r"`((?:src|tests|docs|requirements|bench)/[\w./-]+|\.[a-z]+linter)`", page.read_text(encoding="utf-8")
        )
    }

    assert named
    assert not {(page, path) for page, path in named if not (ROOT / path).exists() and "LC_MESSAGES" not in path}


def test_the_examples_of_a_questionnaire_and_a_remedy_can_be_read(tmp_path):
    questionnaire, remedies = blocks_of("docs/how-to/bring-your-own-questionnaire.md", "toml")
    (tmp_path / "own.toml").write_text(questionnaire, encoding="utf-8")
    (tmp_path / "remedies.toml").write_text(remedies, encoding="utf-8")

    assert [question.slug for question in read_questionnaire(tmp_path / "own.toml").questions] == [
        "children",
        "child-care",
    ]
    assert len(read_remedies(tmp_path / "remedies.toml")) == 1
