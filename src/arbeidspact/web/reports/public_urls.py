"""Addresses of reports, for anybody."""

from django.urls import path

from arbeidspact.web.reports import public

app_name = "public-reports"
urlpatterns = [
    path("", public.start, name="start"),
    path("key.pem", public.key, name="key"),
    path("<uuid:reference>/", public.read, name="read"),
    path("<uuid:reference>/files/<str:name>", public.file, name="file"),
]
