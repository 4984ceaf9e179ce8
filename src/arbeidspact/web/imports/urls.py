"""Addresses of the import."""

from django.urls import path

from arbeidspact.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("empty/<slug:kind>.csv", views.example, {"form": "csv"}, name="example"),
    path("empty/<slug:kind>.xlsx", views.example, {"form": "xlsx"}, name="example-workbook"),
    path("<uuid:token>/", views.check, name="check"),
    path("<uuid:token>/choose/", views.choose, name="choose"),
    path("<uuid:token>/confirm/", views.confirm, name="confirm"),
    path("<uuid:token>/forget/", views.forget, name="forget"),
    path("<uuid:token>/problems.csv", views.problems, name="problems"),
    path("<uuid:token>/rows.csv", views.rows, {"form": "csv"}, name="rows"),
    path("<uuid:token>/rows.xlsx", views.rows, {"form": "xlsx"}, name="rows-workbook"),
]
