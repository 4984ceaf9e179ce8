"""Tests that guard the tree: layout, names, sizes, arrows between models, templates, addresses."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

import arbeidspact
from arbeidspact.organisations.audit_words import ACTION_WORDS

PACKAGE = Path(arbeidspact.__file__).parent
ROOT = PACKAGE.parent.parent
BANNED = {"utils", "helpers", "common", "manager", "service", "handler", "misc"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = PACKAGE / "web" / "templates"
MODEL_LAYERS = [
    "organisations",
    "people",
    "vacancies",
    "proposals",
    "correspondence",
    "assessments",
    "pathways",
    "teams",
    "outreach",
    "agreements",
    "handovers",
    "introductions",
    "terms",
    "followup",
    "search",
    "pact",
    "monitor",
    "steering",
    "funding",
    "publications",
    "reports",
    "rounds",
]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_is_longer_than_600_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_has_a_name_that_says_nothing(path):
    assert not BANNED & {path.stem, *path.relative_to(PACKAGE).parts[:-1]}


@pytest.mark.parametrize(
    "package", sorted(p.parent for p in PACKAGE.glob("*/__init__.py")), ids=lambda package: package.name
)
def test_every_package_says_in_one_paragraph_what_it_holds_and_holds_something(package):
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))

    assert docstring, f"{package.name}/__init__.py has no docstring"
    assert [path for path in package.rglob("*.py") if path.name != "__init__.py"], f"{package.name} is empty"


def _public_functions(path: Path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("path", [p for p in MODULES if p.stem in {"actions", "queries", "access"}], ids=name_of)
def test_every_action_and_query_says_what_it_answers(path):
    silent = [node.name for node in _public_functions(path) if not ast.get_docstring(node)]

    assert not silent


def test_models_point_only_to_their_own_layer_or_below():
    wrong = []
    for app in MODEL_LAYERS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                is_reverse = field.auto_created and not field.concrete
                if target is None or is_reverse or target == "self" or target._meta.app_label not in MODEL_LAYERS:
                    continue
                if MODEL_LAYERS.index(target._meta.app_label) > MODEL_LAYERS.index(app):
                    wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")

    assert not wrong


def _addresses(resolver: URLResolver, prefix: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def _our_addresses() -> list[tuple[str, URLPattern]]:
    return [
        (address, entry)
        for address, entry in _addresses(get_resolver())
        if getattr(entry.callback, "__module__", "").startswith("arbeidspact.web.")
    ]


def test_every_address_states_who_may_open_it():
    unguarded = [
        address
        for address, entry in _our_addresses()
        if not any(hasattr(entry.callback, mark) for mark in ("permission", "signed_in", "open_to_all"))
    ]

    assert len(_our_addresses()) > 20
    assert not unguarded


@pytest.mark.django_db
def test_nobody_reaches_a_guarded_address_without_signing_in(client):
    for address, entry in _our_addresses():
        if hasattr(entry.callback, "open_to_all"):
            continue
        concrete = re.sub(r"<uuid:[^>]+>", "00000000-0000-4000-8000-000000000000", address)
        concrete = re.sub(r"<int:[^>]+>", "1", concrete)
        concrete = re.sub(r"<(slug|str|path):[^>]+>", "x", concrete)

        response = client.get("/" + concrete)

        assert response.status_code in {302, 405}, concrete
        if response.status_code == 302:
            assert "/account/login/" in response["Location"], concrete


def _template_names() -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}


OUTSIDE_USERS = (
    "403_csrf.html",
    "account/",
    "mfa/",
    "allauth/",
    "usersessions/",
    "403.html",
    "404.html",
    "500.html",
    "400.html",
)


def test_no_template_lies_unused():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]
    )
    unused = {
        name for name in _template_names() if not name.startswith(("cotton/", *OUTSIDE_USERS)) and name not in sources
    }
    unused |= {
        name
        for name in _template_names()
        if name.startswith("cotton/")
        and f"<c-{name.removeprefix('cotton/').removesuffix('.html').replace('/', '.').replace('_', '-')}"
        not in sources
    }

    assert not unused


@pytest.mark.parametrize("name", sorted(_template_names()))
def test_templates_need_no_other_host_and_no_inline_script_or_style(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")

    assert not re.search(r"""\s(on[a-z]+|style)\s*=\s*["']""", text)
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/(ld\+)?json\"))", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"""(src|href)=["']https?://[^"']+\.(js|css|woff2?|png|svg)["']""", text)


@pytest.mark.parametrize("name", sorted(_template_names()))
def test_short_months_have_no_capital(name):
    """Django writes "M" with a capital in every language; Dutch months have none, and "N" follows the language."""
    formats = re.findall(r"""date:["']([^"']*)["']""", (TEMPLATES / name).read_text(encoding="utf-8"))

    assert not [one for one in formats if re.search(r"\bM\b", one)]


def test_the_repository_names_no_path_of_a_machine_and_no_registry():
    suspicious = re.compile(r"/home/[a-z]+/|/Users/[a-z]+/|--(extra-)?index-url|--find-links|files\.pythonhosted")
    allowed = {"Makefile", "tests/architecture/test_house.py"}
    found = [
        str(path.relative_to(ROOT))
        for folder in ("src", "tests", "docs", "requirements", "bench")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {".py", ".md", ".txt", ".toml", ".json", ".html", ".js", ".css"}
        and "vendor" not in path.parts
        and suspicious.search(path.read_text(encoding="utf-8"))
    ]

    assert not set(found) - allowed


def _recorded_acts() -> set[str]:
    """The slug of every act that code hands to `record`, read from the calls themselves."""
    acts = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and len(node.args) > 1:
                acts |= {
                    part.value
                    for part in ast.walk(node.args[1])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return acts


def test_the_audit_trail_has_words_for_every_act():
    acts = _recorded_acts()

    assert len(acts) > 40
    assert not acts - set(ACTION_WORDS)


def test_rows_of_people_are_read_in_their_own_package_alone():
    """The demo writes invented people in bulk; everybody else goes through `people.access` and the actions."""
    readers = {
        name_of(path)
        for path in MODULES
        if re.search(r"\bPerson\.objects\b", path.read_text(encoding="utf-8"))
        and path.parts[len(PACKAGE.parts)] != "people"
    }

    assert readers == {"demo/state.py", "demo/storage.py"}


def test_what_a_template_asks_of_the_script_the_script_does():
    """A mark that no script looks for promises something that does not happen."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "web" / "static" / "js").glob("*.js"))
    asked = {
        mark
        for name in _template_names()
        for mark in re.findall(r"<form[^>]*?\s(data-[a-z-]+)(?=[\s>=])", (TEMPLATES / name).read_text(encoding="utf-8"))
    }
    spelt = {mark: re.sub(r"-(\w)", lambda found: found[1].upper(), mark.removeprefix("data-")) for mark in asked}

    assert "data-guard" in asked
    assert [mark for mark, name in spelt.items() if mark not in scripts and f"dataset.{name}" not in scripts] == []
