"""The tool that keeps the translation catalogues, and the Dutch catalogue itself."""

import gettext
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation
from django.utils.translation import trans_real

from arbeidspact.web import translations
from arbeidspact.web.translations import compile_catalogues, problems_of, updated

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("Find a person")
B = ngettext("%(count)d day", "%(count)d days", 2)
C = pgettext_lazy("of a vacancy", "Open")
D = "Not a text for the screen"
"""
TEMPLATE = """{% load i18n %}
<h1>{% translate "Who looked" %}</h1>
<p>{% translate "Open" context "of a door" %}</p>
<p>{% blocktranslate trimmed count number=rows|length with town=area %}
  {{ number }} vacancy in
  {{ town }}
{% plural %}
  {{ number }} vacancies in
  {{ town }}
{% endblocktranslate %}</p>
<p>Words outside a tag, {{ _("Skip") }}</p>
<p>{{ reason|default:_("No reason") }}</p>
"""
MAIL = "{% load i18n %}{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}"


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small product with a text of every kind, and no catalogue yet."""
    for name, content in {
        "people/words.py": PYTHON,
        "web/templates/page.html": TEMPLATE,
        "web/templates/mail.txt": MAIL,
        "web/static/vendor/theirs.html": '{% load i18n %}{% translate "Not ours" %}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    return tmp_path


@pytest.fixture
def run() -> Callable[..., Result]:
    return lambda *options: CliRunner().invoke(translations.main, options)


def translate_everything(**instead: str) -> None:
    """A catalogue with something for every text; `instead` says something else where a text needs it."""
    catalog = updated("nl")
    for message in catalog:
        if message.id:
            name = message.id if isinstance(message.id, str) else message.id[0]
            given = instead.get(name.replace(" ", "_"))
            message.string = message.id if given is None else given
    path = translations.catalogue_of("nl")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(translations._written(catalog))


@pytest.mark.parametrize(
    ("text", "context"),
    [
        pytest.param("Find a person", None, id="a call in code"),
        pytest.param("%(count)d day", None, id="a plural in code"),
        pytest.param("Open", "of a vacancy", id="a text with a context in code"),
        pytest.param("Who looked", None, id="a tag in a template"),
        pytest.param("Open", "of a door", id="a tag with a context"),
        pytest.param("%(number)s vacancy in %(town)s", None, id="a block with a plural, trimmed"),
        pytest.param("Skip", None, id="a text inside a variable"),
        pytest.param("No reason", None, id="a text inside a filter"),
        pytest.param("Dear %(name)s", None, id="a mail"),
    ],
)
def test_texts_of_code_and_templates_are_found(product, text, context):
    assert translations.collected().get(text, context) is not None


def test_words_that_nobody_marked_and_files_of_others_are_left_alone(product):
    catalog = translations.collected()

    assert len(catalog) == 9
    for text in ("Not a text for the screen", "Words outside a tag,", "Not ours"):
        assert catalog.get(text) is None


def test_a_plural_keeps_both_its_forms_and_each_text_says_where_it_is_used(product):
    plural = translations.collected().get("%(number)s vacancy in %(town)s")

    assert plural.id == ("%(number)s vacancy in %(town)s", "%(number)s vacancies in %(town)s")
    assert [place for place, _line in plural.locations] == ["web/templates/page.html"]


def test_every_text_without_a_translation_is_a_problem(product):
    problems = problems_of(updated("nl"))

    assert len(problems) == 9
    assert "not translated: 'Who looked'" in problems


def test_a_plural_with_one_form_missing_is_not_translated(product):
    translate_everything()
    catalog = updated("nl")
    catalog.get("%(count)d day").string = ("%(count)d dag", "")

    assert problems_of(catalog) == ["not translated: '%(count)d day'"]


def test_a_translation_that_somebody_marked_as_unsure_is_a_problem(product):
    translate_everything()
    catalog = updated("nl")
    catalog.get("Who looked").flags.add("fuzzy")

    assert problems_of(catalog) == ["translation unsure: 'Who looked'"]


@pytest.mark.parametrize(
    "string",
    [
        pytest.param("Beste %(naam)s", id="a placeholder that was translated"),
        pytest.param("Beste %(name)d", id="a number instead of a text"),
        pytest.param("Beste %s", id="a placeholder without its name"),
        pytest.param("Beste", id="a placeholder that was forgotten"),
    ],
)
def test_placeholders_that_differ_are_a_problem(product, string):
    translate_everything(**{"Dear_%(name)s": string})

    [problem] = problems_of(updated("nl"))

    assert problem.endswith(": 'Dear %(name)s'")


def test_a_text_that_is_gone_leaves_the_catalogue(product):
    translate_everything()
    (product / "web/templates/mail.txt").unlink()

    assert updated("nl").get("Dear %(name)s") is None
    assert b"Dear" not in translations._written(updated("nl"))


def test_a_catalogue_that_is_behind_fails_the_check_and_says_what_to_do(product, run):
    translate_everything()
    (product / "web/templates/mail.txt").unlink()

    checked = run("--check")

    assert checked.exit_code == 1
    assert "nl: the catalogue is behind the texts: run `make messages`" in checked.output


def test_the_check_changes_nothing(product, run):
    assert run("--check").exit_code == 1
    assert not translations.catalogue_of("nl").exists()


def test_a_complete_catalogue_passes_the_check_and_collecting_again_changes_no_byte(product, run):
    translate_everything()
    assert run("--check").exit_code == 0
    before = translations.catalogue_of("nl").read_bytes()

    collected = run()

    assert (collected.exit_code, collected.output) == (0, "nl: 9 texts, 0 problems\n")
    assert translations.catalogue_of("nl").read_bytes() == before


def test_collecting_keeps_what_was_translated(product, run):
    translate_everything(Who_looked="Wie keek")
    (product / "more.py").write_text('from x import gettext as _\nE = _("Today")\n', encoding="utf-8")

    assert "nl: not translated: 'Today'" in run().output
    assert updated("nl").get("Who looked").string == "Wie keek"


def test_what_is_compiled_is_what_was_translated(product):
    translate_everything(Who_looked="Wie keek — en waarom")

    [compiled] = compile_catalogues()

    with compiled.open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Who looked") == "Wie keek — en waarom"
    assert dutch.pgettext("of a door", "Open") == "Open"
    assert dutch.ngettext("%(count)d day", "%(count)d days", 2) == "%(count)d days"


def test_a_catalogue_is_compiled_once(product):
    translate_everything()

    assert len(compile_catalogues()) == 1
    assert compile_catalogues() == []


def test_what_django_read_before_the_first_compilation_is_read_again(product, settings):
    settings.LOCALE_PATHS = [translations.LOCALE]
    translate_everything(Who_looked="Wie keek en waarom")
    with translation.override("nl"):
        trans_real._translations.clear()
        assert translation.gettext("Who looked") != "Wie keek en waarom"

    compile_catalogues()

    with translation.override("nl"):
        assert translation.gettext("Who looked") == "Wie keek en waarom"
    translations._forget_loaded()


def test_every_text_is_translated_into_dutch():
    assert problems_of(updated("nl")) == []
