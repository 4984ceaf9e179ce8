"""Writes docs/reference/api.md from the description of the API: `python -m tests.api.reference_page`."""

from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"
HEAD = """# REST API

For programs: vacancies, matching, referrals, introductions, the taxonomy, indicators and the goals of the pact, under
`/api/v1/`. This page is written from the description of the API; a running installation shows it at
`/api/v1/docs`, and as OpenAPI at `/api/v1/openapi.json`.

## A token

A member makes a token under **API tokens** in the own menu; counsellors, account managers, analysts and administrators
can hold one. It is shown once. The program sends it with every request, may what the member may, and leaves the same
traces:

```
curl -H "Authorization: Bearer ap_..." "https://pact.example.org/api/v1/vacancies?area=muide&shift=night"
```

A token stops working when it expires or is revoked, and when the membership ends. A cookie of a browser opens nothing
here.

## Rules that hold everywhere

- At most 300 requests a minute for each token. Beyond that the answer is 429, and `Retry-After` says how many seconds
  to wait.
- Lists come in pages: `page` and `page_size` (at most 200); `count` is the number in all. Beyond the last page the list
  is empty.
- A field or parameter that is not known is refused, so that a misspelled filter cannot go unnoticed.
- Answers to GET carry an `ETag`. Sent back as `If-None-Match`, it is answered with 304 while nothing changed. Answers
  about people are never kept by a cache.
- Texts follow `Accept-Language`: `nl` or `en`. Days are written as 2026-03-31, figures with a decimal point.
- Matching gives references and reasons, never a name; every ranking and every look at a person is on record, as on the
  screen. The score says the order and nothing more: a person decides.
- Version 1 is stable: fields and operations may be added, and a change that would break a program becomes version 2
  beside it.

## Refusals

A refusal is a problem detail (RFC 9457), `application/problem+json`: `type` leads to the words about this kind of
problem, `title`, `status`, `detail` says what happened, `hint` what to do about it, `field` names the field, and
`errors` lists every field where several are wrong. Refusals never hold a detail of a person.

```json
{
  "type": "/api/v1/docs#invalid-value",
  "title": "Cannot be",
  "status": 422,
  "detail": "There is no area “atlantis”.",
  "hint": "Choose a municipality or a neighbourhood from the list.",
  "field": "area",
  "errors": []
}
```
"""


def api_page() -> str:
    """The whole page."""
    from arbeidspact.api.v1.interface import api
    from arbeidspact.api.v1.reference import operations_of, refusals_in_words

    lines = [HEAD, "| Status | When |", "| --- | --- |"]
    lines += [f"| {status} | {words} |" for _slug, status, words in refusals_in_words()]
    lines += ["", "## Operations", ""]
    for operation in operations_of(api.get_openapi_schema()):
        lines += [f"### {operation.name}", "", f"`{operation.method} {operation.path}`", "", operation.summary, ""]
        lines += _table("Parameter", operation.parameters)
        lines += _table("Field to send", operation.body)
        if operation.example:
            lines += ["```json", operation.example, "```", ""]
        lines += _table("Field of the answer", operation.answer)
        lines += [f"Can refuse with {operation.refusals}.", ""]
    return "\n".join(lines)


def _table(heading, fields) -> Iterator[str]:
    if fields:
        yield from (f"| {heading} | What it is | What it means |", "| --- | --- | --- |")
        for field in fields:
            required = ", required" if field.is_required and heading != "Field of the answer" else ""
            kind = field.kind.replace(" | ", " or ")
            yield f"| `{field.name}` | {kind}{required} | {field.words} |"
        yield ""


if __name__ == "__main__":
    import os

    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arbeidspact.settings.testing")
    django.setup()
    with translation.override("en"):
        PAGE.write_text(api_page(), encoding="utf-8")
