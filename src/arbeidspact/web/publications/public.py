"""What anybody may have: releases and their files at addresses that stay, and a feed."""

from datetime import date, datetime

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arbeidspact.indicators import IndicatorDefinition
from arbeidspact.organisations.exceptions import NotFound
from arbeidspact.publications.queries import (
    Release,
    ReleasedFile,
    ReleaseStatus,
    files_of,
    folder_of,
    public_indicators,
    public_release,
    public_releases,
    public_table,
)
from arbeidspact.web.monitor.figures import day_text
from arbeidspact.web.publications.words import changed_tables, in_language, plan_changes_text, table_titles
from arbeidspact.web.requests import ActorRequest, open_to_all

FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"


@open_to_all
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """All releases that are or were public."""
    found = list(public_releases())
    newest = next((one for one in found if one.status == ReleaseStatus.PUBLISHED), None)
    context: dict[str, object] = {"releases": found, "newest": newest, "tables": _tables(newest) if newest else []}
    context |= {"plan": _plan(newest) if newest else []}
    return _kept(render(request, "publications/open_data.html", context), "public, max-age=60")


@open_to_all
@require_safe
def latest(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The page of the newest release."""
    return _kept(redirect("open-data:release", version=public_release().version), A_WHILE)


@open_to_all
@require_safe
def release(request: HttpRequest, version: str) -> HttpResponse:
    """One release: its files, its indicators, what changed. A withdrawn one says why."""
    found = public_release(version)
    is_public = found.status == ReleaseStatus.PUBLISHED
    indicators = public_indicators(found.version).values() if is_public else ()
    own: dict[str, list[ReleasedFile]] = {}
    for one in files_of(found):
        own.setdefault(one.path.removeprefix("data/").rsplit(".", 1)[0], []).append(one)
    context = {
        "release": found,
        "is_public": is_public,
        "tables": _tables(found) if is_public else [],
        "indicators": [
            (in_language(line.definition.name.nl, line.definition.name.en), line, own.get(line.slug, []))
            for line in indicators
        ],
        "changes": found.changes,
        "changed_tables": changed_tables(found.changes),
        "plan": _plan(found) if is_public else [],
        "has_columns": "csv-metadata" in own,
        "changed": [
            (_title(slug, {line.slug: line.definition for line in indicators}), change)
            for slug, change in found.changes.get("indicators", {}).items()
        ],
    }
    answer = render(request, "publications/public_release.html", context, status=200 if is_public else 410)
    return _kept(answer, A_WHILE)


@open_to_all
@require_safe
def file(request: HttpRequest, version: str, path: str) -> HttpResponseBase:
    """A file of a release: the same for as long as it is public. `latest` gives that of the newest."""
    found = public_release(version)
    if found.status != ReleaseStatus.PUBLISHED:
        return _kept(HttpResponse(_("This release was withdrawn."), status=410, content_type="text/plain"), A_WHILE)
    keeping = A_WHILE if version == "latest" else FOREVER
    if path == "manifest.json":
        return _kept(HttpResponse((folder_of(found.version) / path).read_bytes(), content_type="application/json"))
    known = next((one for one in files_of(found) if one.path == path), None)
    if known is None:
        raise NotFound(_("This release has no such file."))
    etag, changed = f'"{known.sha256}"', found.published_at
    answer: HttpResponseBase
    if _is_known(request, etag, changed):
        answer = HttpResponseNotModified()
    else:
        answer = FileResponse((folder_of(found.version) / path).open("rb"), content_type=known.media_type)
        answer["Content-Disposition"] = f'attachment; filename="{found.version}-{path.rsplit("/", 1)[-1]}"'
        answer["Content-Length"] = str(known.bytes)
    answer["ETag"] = etag
    if changed is not None:
        answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Cache-Control"] = keeping
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@open_to_all
@require_safe
def feed(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The releases as an Atom feed, the newest first."""
    site = settings.SITE_URL.rstrip("/")
    found = feedgenerator.Atom1Feed(
        title=_("Open data of the labour pact"),
        link=site + reverse("open-data:start"),
        description=_("New and withdrawn releases."),
        feed_url=site + reverse("open-data:feed"),
    )
    for one in public_releases()[:50]:
        is_public = one.status == ReleaseStatus.PUBLISHED
        moment = one.published_at if is_public else one.withdrawn_at
        title = _("Release %(version)s") if is_public else _("Release %(version)s is withdrawn")
        found.add_item(
            title=title % {"version": one.version},
            link=site + reverse("open-data:release", args=[one.version]),
            description=_feed_text(one) if is_public else one.withdrawal_reason,
            unique_id=f"{site}{reverse('open-data:release', args=[one.version])}#{one.status}",
            pubdate=one.published_at,
            updateddate=moment,
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    found.write(answer, "utf-8")
    return _kept(answer, A_WHILE)


def _is_known(request: HttpRequest, etag: str, changed: datetime | None) -> bool:
    asked = request.headers.get("If-None-Match", "")
    if asked:
        return etag in parse_etags(asked) or asked == "*"
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed is not None and int(changed.timestamp()) <= since


def _tables(found: Release) -> list[tuple[str, list[ReleasedFile]]]:
    files = files_of(found)
    own = {
        title: [one for one in files if one.path.rsplit(".", 1)[0] == f"data/{name}"]
        for name, title in table_titles().items()
    }
    return [(title, files_of_one) for title, files_of_one in own.items() if files_of_one]


def _plan(found: Release) -> list[dict[str, object]]:
    """The approved plans that the tables of the action plan are from; none in releases of before."""
    try:
        plans = public_table("plans", version=found.version)
    except NotFound:
        return []
    return [one | {"day": day_text(date.fromisoformat(str(one["frozen_on"])))} for one in plans]


def _feed_text(found: Release) -> str:
    """What somebody who follows the feed reads: the notes, and what changed in the action plan."""
    return "\n".join(text for text in (found.notes, plan_changes_text(found.changes)) if text)


def _title(slug: str, known: dict[str, IndicatorDefinition]) -> str:
    return in_language(known[slug].name.nl, known[slug].name.en) if slug in known else slug


def _kept(answer: HttpResponse, how_long: str = FOREVER) -> HttpResponse:
    """Caches may keep files; a page shows who is signed in, so it is everybody's own."""
    is_page = answer.get("Content-Type", "").startswith("text/html")
    answer["Cache-Control"] = "private, no-cache" if is_page else how_long
    return answer
