from django.urls import path

from arbeidspact.web.monitor import views

app_name = "monitor"
urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("figures.csv", views.figures_file, name="figures-file"),
    path("<slug:slug>/", views.indicator, name="indicator"),
    path("<slug:slug>/figures.csv", views.observations_file, name="observations-file"),
]
