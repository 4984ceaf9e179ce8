"""Questionnaires as files: what they may say, how a mistake is told, and when a question is asked."""

from pathlib import Path

import pytest

from arbeidspact.assessments.models import Outcome
from arbeidspact.assessments.questionnaire import Condition, Meaning, QuestionKind, Questionnaire
from arbeidspact.assessments.questionnaire_file import SHIPPED, content_hash, questionnaires, read_questionnaire
from arbeidspact.assessments.remedy import RemedyKind, read_remedies, remedies, remedies_for, remedy
from arbeidspact.indicators import InvalidFile
from arbeidspact.people.domains import SENSITIVE, LifeDomain

HEAD = """
[questionnaire]
format = 1
slug = "mine"
version = 3
title = { nl = "Onze lijst", en = "Our list" }
purpose = { nl = "Om te proberen", en = "To try" }
minutes = 5

[[page]]
slug = "first"
title = { nl = "Eerst", en = "First" }

[[page]]
slug = "hidden"
title = { nl = "Gezondheid", en = "Health" }
"""
CHILDREN = """
[[question]]
slug = "children"
page = "first"
domain = "child_care"
kind = "number"
text = { nl = "Hoeveel kinderen?", en = "How many children?" }
bands = [ { up_to = 0, means = "none" }, {} ]
"""
CARE = """
[[question]]
slug = "care"
page = "first"
domain = "child_care"
kind = "yes-no"
text = { nl = "Is er opvang?", en = "Is there care?" }
yes = "none"
no = "large"
show_if = [ { question = "children", at_least = 1 } ]
"""
HEALTH = """
[[question]]
slug = "health"
page = "hidden"
domain = "health"
kind = "yes-no"
text = { nl = "Gaat werken?", en = "Can you work?" }
no = "large"
"""
WHOLE = HEAD + CHILDREN + CARE + HEALTH


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def mine(tmp_path: Path) -> Questionnaire:
    return read_questionnaire(written(tmp_path, WHOLE))


def test_a_city_writes_its_own_questionnaire(mine: Questionnaire):
    assert (mine.slug, mine.heading.version) == ("mine", 3)
    assert mine.domains == (LifeDomain.CHILD_CARE, LifeDomain.HEALTH)
    assert [page.slug for page in mine.pages_for(sees_sensitive=False)] == ["first"]
    assert [page.slug for page in mine.pages_for(sees_sensitive=True)] == ["first", "hidden"]
    assert mine.branching() == {"children"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('domain = "health"', 'domain = "helth"', 'question health, field "domain": helth', id="domain"),
        pytest.param('kind = "number"', 'kind = "sanction"', 'question children, field "kind": sanction', id="kind"),
        pytest.param('no = "large"\nshow_if', 'no = "sanction"\nshow_if', 'question care, field "no"', id="outcome"),
        pytest.param('page = "hidden"', 'page = "third"', 'question health, field "page": third is not', id="page"),
        pytest.param('slug = "care"', 'slug = "children"', "children stands 2 times", id="slug twice"),
        pytest.param('question = "children", at', 'question = "care", at', "care is no earlier question", id="itself"),
        pytest.param("at_least = 1", 'equals = "yes", at_least = 1', "a condition has one test", id="two tests"),
        pytest.param(", at_least = 1 }", " }", "a condition has one test", id="no test"),
        pytest.param(', en = "How many children?"', "", "text.en", id="translation missing"),
        pytest.param("minutes = 5", "minuts = 5\nminutes = 5", "minuts", id="unknown field"),
        pytest.param('[[page]]\nslug = "hidden"', '[[pag]]\nslug = "hidden"', "table pag", id="unknown table"),
        pytest.param("bands = [ {", "bands = [ {}, {", "only the last band", id="open band in the middle"),
        pytest.param('page = "hidden"', 'page = "first"', "page first", id="protected beside open"),
        pytest.param("format = 1", "format = 2", "format", id="format of the future"),
        pytest.param('yes = "none"', 'yes = "none"\nleast = 1', "least, most and bands", id="least of a yes or no"),
    ],
)
def test_a_mistake_is_told_with_its_file_its_question_and_what_to_do(tmp_path: Path, old: str, new: str, told: str):
    assert old in WHOLE
    with pytest.raises(InvalidFile) as refused:
        read_questionnaire(written(tmp_path, WHOLE.replace(old, new)))

    message = str(refused.value)
    assert "mine.toml" in message
    assert told in message


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path):
    text = WHOLE.replace('domain = "health"', 'domain = "helth"').replace('kind = "number"', 'kind = "nr"')

    with pytest.raises(InvalidFile) as refused:
        read_questionnaire(written(tmp_path, text))

    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        pytest.param('{ question = "work", equals = "perhaps" }', "perhaps is no answer to work", id="no such answer"),
        pytest.param('{ question = "work", at_least = 2 }', "work is no number", id="at least of a choice"),
        pytest.param('{ question = "words", equals = "x" }', "free words", id="free words"),
    ],
)
def test_a_condition_asks_what_can_be_answered(tmp_path: Path, condition: str, told: str):
    text = (
        HEAD
        + """
[[question]]
slug = "work"
page = "first"
domain = "work"
kind = "yes-no"
text = { nl = "Werk?", en = "Work?" }

[[question]]
slug = "words"
page = "first"
domain = "work"
kind = "text"
text = { nl = "Wat?", en = "What?" }

[[question]]
slug = "later"
page = "first"
domain = "work"
kind = "yes-no"
text = { nl = "Later?", en = "Later?" }
show_if = [ CONDITION ]
""".replace("CONDITION", condition)
        + HEALTH
    )

    with pytest.raises(InvalidFile, match=told):
        read_questionnaire(written(tmp_path, text))


def test_an_open_question_never_hangs_on_a_protected_one_because_asking_it_would_tell(tmp_path: Path):
    text = WHOLE.replace('[[page]]\nslug = "first"', '[[page]]\nslug = "zero"').replace(
        '[[page]]\nslug = "hidden"',
        '[[page]]\nslug = "hidden"\ntitle = { nl = "x", en = "x" }\n\n[[page]]\nslug = "first"',
    )
    text = text.replace('{ question = "children", at_least = 1 }', '{ question = "health", equals = "no" }')
    text = text.replace('[[page]]\nslug = "zero"\ntitle = { nl = "Eerst", en = "First" }\n', "")

    with pytest.raises(InvalidFile, match="protected domain"):
        read_questionnaire(written(tmp_path, text))


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        pytest.param({}, ["children", "health"], id="not known opens nothing"),
        pytest.param({"children": 0}, ["children", "health"], id="no children"),
        pytest.param({"children": 1}, ["children", "care", "health"], id="one child, at the edge"),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(mine: Questionnaire, answers, asked):
    assert [question.slug for question in mine.asked(answers)] == asked


@pytest.mark.parametrize(
    ("condition", "answer", "holds"),
    [
        pytest.param({"equals": "yes"}, "yes", True, id="equals"),
        pytest.param({"equals": "yes"}, "no", False, id="another word"),
        pytest.param({"equals": "bus"}, ["bus", "car"], True, id="one of several"),
        pytest.param({"any_of": ("a", "b")}, "b", True, id="any of"),
        pytest.param({"any_of": (0, 1)}, 1, True, id="any of numbers"),
        pytest.param({"at_least": 2}, 1, False, id="below"),
        pytest.param({"at_least": 2}, 2, True, id="at the edge"),
        pytest.param({"at_least": 2}, None, False, id="not known"),
    ],
)
def test_conditions(condition, answer, holds):
    assert Condition(question="q", **condition).holds(answer) is holds


def test_the_questionnaires_that_we_ship_ask_about_all_domains_and_about_the_first_things():
    found = questionnaires()

    assert set(found) == {"general", "short"}
    assert found["general"].domains == tuple(LifeDomain)
    assert 30 <= len(found["general"].questions) <= 35
    assert len(found["short"].questions) == 10
    assert {question.kind for question in found["general"].questions} == set(QuestionKind)


def test_in_what_we_ship_every_domain_can_come_out_as_a_barrier_and_as_none():
    for questionnaire in questionnaires().values():
        for domain in questionnaire.domains:
            said = {
                meaning
                for question in questionnaire.questions
                if question.domain == domain
                for meaning in (
                    question.yes,
                    question.no,
                    *(option.means for option in question.options),
                    *(band.means for band in question.bands),
                )
            }
            assert said & {Meaning.SOME, Meaning.LARGE}, f"{questionnaire.slug}: {domain}"
            assert said & {Meaning.NONE, Meaning.STRENGTH}, f"{questionnaire.slug}: {domain}"


def test_a_city_puts_its_own_beside_and_over_ours(tmp_path: Path, settings):
    written(tmp_path, WHOLE)
    written(tmp_path, WHOLE.replace('slug = "mine"', 'slug = "short"'), "short.toml")
    settings.QUESTIONNAIRES = str(tmp_path)

    found = questionnaires()

    assert set(found) == {"general", "short", "mine"}
    assert found["short"].heading.version == 3


def test_a_folder_that_is_not_there_is_told(settings, tmp_path: Path):
    settings.QUESTIONNAIRES = str(tmp_path / "nowhere")

    with pytest.raises(InvalidFile, match="no such folder"):
        questionnaires()


def test_another_word_makes_another_edition(mine: Questionnaire, tmp_path: Path):
    other = read_questionnaire(written(tmp_path, WHOLE.replace("Is er opvang?", "Is er kinderopvang?")))

    assert content_hash(mine) != content_hash(other)
    assert content_hash(mine) == content_hash(Questionnaire.model_validate(mine.model_dump(mode="json")))


def test_every_domain_has_a_remedy_for_a_large_barrier():
    for domain in LifeDomain:
        assert remedies_for([(domain, Outcome.LARGE)]), domain


@pytest.mark.parametrize(
    ("outcome", "has_large_ones", "has_any"),
    [
        (Outcome.LARGE, True, True),
        (Outcome.SOME, False, True),
        (Outcome.NONE, False, False),
        (Outcome.STRENGTH, False, False),
        (Outcome.NOT_KNOWN, False, False),
    ],
)
def test_a_remedy_comes_to_mind_from_its_level_on(outcome, has_large_ones, has_any):
    found = remedies_for([(LifeDomain.CHILD_CARE, outcome)])

    assert any(one.level == "large" for one in found) is has_large_ones
    assert bool(found) is has_any


def test_a_protected_remedy_has_a_name_for_addresses_that_tells_nothing():
    for one in remedies():
        if one.domain in SENSITIVE:
            assert remedy(one.code) == one
            assert one.slug.split("-")[0] not in one.code
    assert remedy("no-such-thing") is None


def test_a_remedy_that_is_no_help_is_refused(tmp_path: Path):
    text = (SHIPPED / "remedies.toml").read_text(encoding="utf-8").replace('kind = "loan"', 'kind = "sanction"')

    with pytest.raises(InvalidFile, match="sanction is not possible here"):
        read_remedies(written(tmp_path, text, "remedies.toml"))
    assert "sanction" not in set(RemedyKind)
