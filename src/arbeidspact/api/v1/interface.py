"""The whole of version 1: its operations, how it refuses, its description as OpenAPI."""

from hashlib import sha256
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import ValidationError as ImpossibleCommand

from arbeidspact import __version__
from arbeidspact.api.v1 import (
    fund,
    indicators,
    introductions,
    matching,
    open_data,
    pact,
    plans,
    problems,
    referrals,
    steering,
    taxonomy,
    texts,
    vacancies,
)
from arbeidspact.api.v1.authentication import REQUESTS_A_MINUTE, MemberToken
from arbeidspact.organisations.exceptions import DomainError

DESCRIPTION: Final = f"""Vacancies, matching, referrals, introductions, taxonomy, indicators, the pact, signals, the
fund and open data.

For programs. Open data needs no token. For all else a program acts with the token of a member:
`Authorization: Bearer TOKEN`. It may what that member may, and what it does stands in the same records. At most
{REQUESTS_A_MINUTE} requests a minute for each token; beyond that the answer is 429 with `Retry-After`. Refusals are
problem details (RFC 9457). Texts follow `Accept-Language`: nl or en. Answers to GET carry an `ETag`; sent back as
`If-None-Match`, it spares the answer when nothing changed.
"""
CSV_OPERATIONS: Final = frozenset({"download_observations"})
PUBLIC: Final = "/open-data/"
PRIVATE: Final = ("/matching/", "/referrals", "/introductions", "/fund/payments")


class Interface(NinjaAPI):
    """Our API: problem details for every refusal, an ETag on every answer to GET."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        response = super().create_response(request, data, status=status, temporal_response=temporal_response)
        if request.method != "GET" or response.status_code != 200:
            response["Cache-Control"] = "no-store"
            return response
        if any(part in request.path for part in PRIVATE):
            response["Cache-Control"] = "private, no-store"
            return response
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
            response = HttpResponseNotModified()
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=300" if PUBLIC in request.path else "private, no-cache"
        return response

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the content types that refusals and files really have."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content[problems.CONTENT_TYPE] = content.pop("application/json")
                    elif operation["operationId"] in CSV_OPERATIONS:
                        answer["content"] = {"text/csv": {"schema": {"type": "string"}}}
        return schema


api = Interface(
    title="Arbeidspact",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api-1",
    auth=MemberToken(),
    docs_url=None,
    openapi_extra={"info": {"license": {"name": "EUPL-1.2"}, "x-product-version": __version__}},
)
for module in (
    texts,
    vacancies,
    matching,
    referrals,
    introductions,
    taxonomy,
    indicators,
    pact,
    plans,
    steering,
    fund,
    open_data,
):
    api.add_router("", module.router)
api.add_exception_handler(DomainError, problems.on_domain_error)
api.add_exception_handler(ValidationError, problems.on_invalid_request)
api.add_exception_handler(ImpossibleCommand, problems.on_impossible_command)
api.add_exception_handler(problems.TooManyRequests, problems.on_too_many_requests)
api.add_exception_handler(HttpError, problems.on_http_error)
api.add_exception_handler(AuthenticationError, problems.on_missing_token)
api.add_exception_handler(Http404, problems.on_missing_page)
