"""Every address of the API, version by version."""

from django.urls import URLPattern, URLResolver, path, re_path

from arbeidspact.api.v1.interface import api
from arbeidspact.api.v1.problems import on_missing_page
from arbeidspact.api.v1.reference import reference

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/docs", reference, name="api-reference"),
    path("v1/", api.urls),
    re_path(r"^", on_missing_page),
]
