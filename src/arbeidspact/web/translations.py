"""Translation catalogues: collect the texts of code and templates, say what is not translated, compile.

`python -m arbeidspact.web.translations` brings the catalogues up to date, `--check` only says what is missing.
Needs no gettext programs: Babel reads and writes the files, Django tells which parts of a template are texts.
"""

import ast
import gettext
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
TRANSLATED = ("nl",)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_CALL = re.compile(
    r"""\b(?P<name>gettext|ngettext|pgettext|npgettext|_)\((?P<arguments>(?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)""",
    re.DOTALL,
)


def _texts_of_code(path: Path) -> Iterator[tuple[object, str | None]]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract("python", file, keywords=KEYWORDS):
            yield message, context


def _texts_of_template(path: Path) -> Iterator[tuple[object, str | None]]:
    for call in TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        parts = ast.literal_eval(f"[{call['arguments']}]")
        context = parts.pop(0) if call["name"].startswith(("pgettext", "npgettext")) else None
        yield (tuple(parts[:2]) if "ngettext" in call["name"] or "npgettext" in call["name"] else parts[0]), context


def collected() -> Catalog:
    """Every text of the product's code and templates, with the files that use it."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        if "vendor" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        texts = _texts_of_code(path) if path.suffix == ".py" else _texts_of_template(path)
        for message, context in texts:
            if message:
                catalog.add(message, None, [(str(path.relative_to(PACKAGE)), 0)], context=context)  # type: ignore[arg-type]
    return catalog


def catalogue_of(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = catalogue_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue of a language with every text of today in it, and no other."""
    catalog = _read(language)
    catalog.update(collected(), no_fuzzy_matching=True, keep_user_comments=False)
    catalog.obsolete.clear()
    return catalog


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|\{\w+\}", text))


def problems_of(catalog: Catalog) -> list[str]:
    """What is wrong with a catalogue: texts without a translation, and placeholders that differ."""
    problems = []
    for message in catalog:
        if not message.id:
            continue
        names = [message.id] if isinstance(message.id, str) else list(message.id)
        name = names[0]
        strings = [message.string] if isinstance(message.string, str | None) else list(message.string)
        if not all(strings):
            problems.append(f"not translated: {name!r}")
        elif _placeholders(names[-1]) - _placeholders(str(strings[-1])):
            problems.append(f"a placeholder is missing: {name!r}")
        elif message.fuzzy:
            problems.append(f"translation unsure: {name!r}")
        else:
            problems.extend(f"{error}: {name!r}" for error in message.check(catalog))
    return problems


def _written(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_output=True, omit_header=True, include_lineno=False, width=100)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'.encode()
    return header + plural + buffer.getvalue()


def compile_catalogues() -> list[Path]:
    """Compiles every catalogue that is newer than its compiled form. Returns: what was written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        with target.open("wb") as file:
            write_mo(file, catalog)
        written.append(target)
    if written:
        _forget_loaded()
    return written


def _forget_loaded() -> None:
    """Django reads a catalogue while it starts, and keeps what it found: before the first compilation, nothing."""
    gettext._translations = {}  # type: ignore[attr-defined]
    trans_real._translations = {}  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a catalogue is behind or incomplete.")
def main(*, check: bool) -> None:
    """Brings the translation catalogues up to date with the texts of the product."""
    found = 0
    for language in TRANSLATED:
        catalog = updated(language)
        path = catalogue_of(language)
        problems = problems_of(catalog)
        if check and (not path.exists() or path.read_bytes() != _written(catalog)):
            problems.append("the catalogue is behind the texts: run `make messages`")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_written(catalog))
        for problem in problems:
            click.echo(f"{language}: {problem}")
        click.echo(f"{language}: {len(catalog)} texts, {len(problems)} problems")
        found += len(problems)
    compile_catalogues()
    sys.exit(1 if check and found else 0)


if __name__ == "__main__":
    main()
