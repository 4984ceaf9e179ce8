"""Addresses of matching rounds."""

from django.urls import path

from arbeidspact.web.rounds import views

app_name = "rounds"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("new/", views.start, name="start"),
    path("<uuid:reference>/", views.round_page, name="detail"),
    path("<uuid:reference>/progress/", views.progress, name="progress"),
    path("<uuid:reference>/cancel/", views.cancel, name="cancel"),
    path("<uuid:reference>/resume/", views.resume, name="resume"),
    path("<uuid:reference>/trade-offs.csv", views.trade_offs, name="trade-offs"),
    path("<uuid:reference>/download/matches.csv", views.matches_csv, name="matches-csv"),
    path("<uuid:reference>/download/matches.parquet", views.matches_parquet, name="matches-parquet"),
]
