from django.urls import path

from arbeidspact.web.public import calls, views

app_name = "public"
urlpatterns = [
    path("", views.start, name="start"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:slug>/", views.figure, name="figure"),
    path("figures/<slug:slug>/figures.csv", views.figure_csv, name="figure-csv"),
    path("figures/<slug:slug>/places.csv", views.places_csv, name="places-csv"),
    path("figures/<slug:slug>/figures.json", views.figure_json, name="figure-json"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:reference>/", calls.call, name="call"),
    path("embed/<slug:slug>/", views.embedded, name="embedded"),
]
