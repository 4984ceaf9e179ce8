"""Addresses of reports, for members."""

from django.urls import path

from arbeidspact.web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("new/", views.build, name="build"),
    path("<uuid:reference>/", views.report_page, name="detail"),
    path("<uuid:reference>/progress/", views.progress, name="progress"),
    path("<uuid:reference>/again/", views.again, name="again"),
    path("<uuid:reference>/publish/", views.publish, name="publish"),
    path("<uuid:reference>/take-down/", views.take_down, name="take-down"),
    path("<uuid:reference>/read/", views.read, name="read"),
    path("<uuid:reference>/files/<str:name>", views.file, name="file"),
]
