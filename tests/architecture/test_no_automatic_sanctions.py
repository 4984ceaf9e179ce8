"""Nothing in the product proposes a sanction, and nothing reads the protected part by accident."""

import re
import tomllib
from pathlib import Path

import pytest

import arbeidspact
from arbeidspact.assessments.questionnaire import Meaning
from arbeidspact.assessments.remedy import RemedyKind

PACKAGE = Path(arbeidspact.__file__).parent
RULES = sorted(path for path in PACKAGE.rglob("*.toml") if "demo" not in path.relative_to(PACKAGE).parts)
SANCTION = re.compile(
    r"sanct|sanction|schors|suspend|penalt|transmis|boete|strafpunt|uitsluit|disqualif", re.IGNORECASE
)
OUTCOMES = {"means", "yes", "no", "kind", "effect", "outcome", "action", "next_action"}


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _values(node: object, key: str = ""):
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _values(inner, name)
    elif isinstance(node, list):
        for inner in node:
            yield from _values(inner, key)
    else:
        yield key, node


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_no_rule_queue_questionnaire_remedy_or_term_has_a_sanction_as_its_outcome(path: Path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    slugs_and_outcomes = [
        f"{key} = {value}" for key, value in _values(content) if key == "slug" or key in OUTCOMES or key.endswith("_to")
    ]

    assert not [found for found in slugs_and_outcomes if SANCTION.search(found)]


def test_an_answer_says_a_strength_or_a_barrier_and_nothing_else():
    assert set(Meaning) == {"strength", "none", "some", "large"}


def test_every_remedy_is_of_a_kind_that_helps():
    assert set(RemedyKind) == {
        "advice",
        "coaching",
        "course",
        "care",
        "loan",
        "money",
        "place",
        "travel",
        "contact",
    }


def test_no_code_names_a_thing_that_imposes_a_sanction():
    named = re.compile(r"\b(?:def|class)\s+\w*sanction\w*|[\"'](?:propose|impose|advise)-sanction", re.IGNORECASE)
    found = [
        name_of(path)
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and named.search(path.read_text(encoding="utf-8"))
    ]

    assert not found


PROTECTED_ROWS = re.compile(r"\bSensitive(?:Answer|DomainResult|Distance)\b")
MAY_NAME_THEM = {"assessments/models.py", "assessments/protected.py", "demo/history/assessments.py"}


def test_protected_answers_are_read_in_one_module_alone():
    readers = {
        name_of(path)
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and PROTECTED_ROWS.search(path.read_text(encoding="utf-8"))
    }

    assert readers <= MAY_NAME_THEM
