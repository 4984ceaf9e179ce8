"""What goes wrong, told to programs: problem details as RFC 9457 has them, never with a detail of a person."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema

from arbeidspact.organisations.exceptions import Conflict, DomainError, InvalidValue, NotAllowed, NotFound

CONTENT_TYPE: Final = "application/problem+json"
REFERENCE_PAGE: Final = "/api/v1/docs"


class FieldProblem(Schema):
    """What is wrong with one field of the request."""

    field: str = Field(description="The field, with a dot before each deeper name.")
    detail: str


class Problem(Schema):
    """What went wrong, what to do about it, and which field it is about."""

    type: str = Field(description="Leads to the words about this kind of problem.")
    title: str
    status: int
    detail: str
    hint: str = Field("", description="What to do about it; may be empty.")
    field: str | None = Field(None, description="The field of the request that it is about.")
    errors: list[FieldProblem] = Field([], description="Every field with a problem, when there are several.")


class TooManyRequests(Exception):
    """This token asks too much; try again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


STATUS_OF: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (InvalidValue, 422),
)
SLUGS: Final = {
    400: "bad-request",
    401: "unauthorised",
    403: "not-allowed",
    404: "not-found",
    409: "conflict",
    422: "invalid-value",
    429: "too-many-requests",
}


def answers(value: Any, *errors: int, status: int = 200) -> dict[int, Any]:
    """The answers of an operation: the good one, what every operation can refuse with, and these errors."""
    return {status: value, **dict.fromkeys(sorted({401, 403, 429, *errors}), Problem)}


def problem_response(
    status: int,
    detail: str,
    *,
    hint: str = "",
    field: str | None = None,
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """An answer that says what went wrong."""
    slug = SLUGS.get(status, SLUGS[400])
    problem = Problem(
        type=f"{REFERENCE_PAGE}#{slug}",
        title=_title(status),
        status=status,
        detail=detail,
        hint=hint,
        field=field,
        errors=list(errors),
    )
    response = HttpResponse(problem.model_dump_json(), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def on_domain_error(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """A refusal of the domain, with its hint and its field."""
    status = next((code for kind, code in STATUS_OF if isinstance(error, kind)), 422)
    return problem_response(status, str(error.message), hint=str(error.hint), field=error.field)


def on_invalid_request(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """A request that does not have the shape of the operation: every field with its problem."""
    errors = [FieldProblem(field=_field_of(one["loc"]), detail=_words_of(one)) for one in error.errors]
    field = errors[0].field if len(errors) == 1 else None
    detail = errors[0].detail if len(errors) == 1 else _("Several fields hold something that cannot be.")
    return problem_response(422, detail, hint=_("See the reference of this operation."), field=field, errors=errors)


def on_impossible_command(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """What has the shape of the operation and yet cannot be, such as a last day before the first."""
    found = error.errors(include_input=False, include_url=False)
    errors = [FieldProblem(field=".".join(map(str, one["loc"])), detail=_words_of(one)) for one in found]
    return problem_response(422, errors[0].detail, field=errors[0].field or None, errors=errors)


def on_missing_token(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """A request without a token that works."""
    response = problem_response(
        401,
        _("This address asks for a token that works."),
        hint=_('Make one under "API tokens", and send it as "Authorization: Bearer TOKEN".'),
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def on_too_many_requests(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """A token that asked too much; `Retry-After` says when to try again."""
    response = problem_response(429, _("This token asks more than is allowed in a minute."), hint=_("Try again later."))
    response["Retry-After"] = str(error.seconds)
    return response


def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001
    """What ninja refuses itself, such as a body that is not JSON."""
    if error.status_code == 400:
        return problem_response(422, _("The body of the request is not valid JSON."), hint=_("Send JSON in UTF-8."))
    return problem_response(error.status_code, str(error))


def on_missing_page(request: HttpRequest, error: Any = None) -> HttpResponse:  # noqa: ARG001
    """An address under `/api/` where nothing is."""
    return problem_response(404, _("There is nothing at this address."), hint=_("See the reference of the API."))


def _title(status: int) -> str:
    return {
        400: _("The request cannot be read"),
        401: _("No token"),
        403: _("Not allowed"),
        404: _("Not found"),
        409: _("Not possible now"),
        422: _("Cannot be"),
        429: _("Too many requests"),
    }.get(status, _("The request cannot be read"))


def _field_of(place: Sequence[object]) -> str:
    """Without where in the request it stands and without the name of the parameter of our function."""
    names = [str(part) for part in place[1:]]
    return ".".join(names[1:] if names and names[0] in {"body", "asked"} else names)


def _words_of(problem: dict[str, Any]) -> str:
    cause = problem.get("ctx", {}).get("error")
    return str(cause) if cause else str(problem["msg"])
