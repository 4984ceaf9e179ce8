"""The reference of version 1 as a page of our own, rendered from its OpenAPI description: nothing from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from arbeidspact.api.v1.interface import api

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One parameter or field: its name, where it stands or what it is, and what it means."""

    name: str
    kind: str
    is_required: bool
    words: str


@dataclass(frozen=True, slots=True)
class OperationWords:
    """One operation as the page tells it."""

    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[FieldWords, ...]
    body: tuple[FieldWords, ...]
    example: str
    answer: tuple[FieldWords, ...]
    refusals: str


def reference(request: HttpRequest) -> HttpResponse:
    """What can a program ask, and how? Open to all: it holds no data."""
    schema = api.get_openapi_schema()
    context = {
        "description": [
            list(enumerate(paragraph.split("`"))) for paragraph in schema["info"]["description"].split("\n\n")
        ],
        "operations": list(operations_of(schema)),
        "problems": refusals_in_words(),
    }
    return render(request, "api/reference.html", context)


def refusals_in_words() -> list[tuple[str, int, str]]:
    """Every kind of refusal: its name, its status, and when it is given."""
    return [
        ("bad-request", 400, _("The request cannot be read.")),
        ("unauthorised", 401, _("There is no token, or it no longer works.")),
        ("not-allowed", 403, _("The member behind the token may not do this.")),
        ("not-found", 404, _("There is no such thing, or not for this member.")),
        ("conflict", 409, _("The state of things forbids it: already done, or a double.")),
        ("invalid-value", 422, _("A field holds something that cannot be.")),
        ("too-many-requests", 429, _("The token asked too much within a minute.")),
    ]


def operations_of(schema: Schema) -> Iterator[OperationWords]:
    """Every operation of this description, in its order."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            good: Schema = next((answer for code, answer in operation["responses"].items() if int(code) < 300), {})
            answer = good.get("content", {}).get("application/json", {}).get("schema", {})
            yield OperationWords(
                name=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation.get("description", operation.get("summary", "")),
                parameters=tuple(_parameters(operation, schema)),
                body=tuple(_fields(body, schema)),
                example=_example(body, schema),
                answer=tuple(_fields(answer, schema)),
                refusals=", ".join(str(code) for code in operation["responses"] if int(code) >= 400),
            )


def _parameters(operation: Schema, schema: Schema) -> Iterator[FieldWords]:
    for one in operation.get("parameters", []):
        words = one.get("description") or one["schema"].get("description", "")
        yield FieldWords(one["name"], f"{one['in']}, {_kind(one['schema'], schema)}", one["required"], words)


def _fields(part: Schema, schema: Schema) -> Iterator[FieldWords]:
    whole = _resolved(part, schema)
    required = whole.get("required", [])
    for name, one in whole.get("properties", {}).items():
        yield FieldWords(name, _kind(one, schema), name in required, one.get("description", ""))


def _kind(part: Schema, schema: Schema) -> str:
    whole = _resolved(part, schema)
    if "enum" in whole:
        return " | ".join(map(str, whole["enum"]))
    if "anyOf" in part:
        kinds = [_kind(one, schema) for one in part["anyOf"]]
        return " | ".join(kind for kind in kinds if kind != "null")
    if whole.get("type") == "array":
        return _("list of %(kind)s") % {"kind": _kind(whole.get("items", {}), schema)}
    return str(whole.get("format") or (whole.get("title") if "properties" in whole else whole.get("type", "")) or "")


def _resolved(part: Schema, schema: Schema) -> Schema:
    if "$ref" in part:
        found: Schema = schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]]
        return found
    if len(part.get("allOf", ())) == 1:
        return _resolved(part["allOf"][0], schema)
    return part


def _example(part: Schema, schema: Schema) -> str:
    examples = _resolved(part, schema).get("examples", [])
    return json.dumps(examples[0], indent=2, ensure_ascii=False) if examples else ""
