"""Addresses of the import."""

from django.urls import path

from arbeidspact.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("empty/<slug:kind>.csv", views.example, name="example"),
    path("<uuid:token>/", views.check, name="check"),
    path("<uuid:token>/confirm/", views.confirm, name="confirm"),
    path("<uuid:token>/forget/", views.forget, name="forget"),
    path("<uuid:token>/problems.csv", views.problems, name="problems"),
]
