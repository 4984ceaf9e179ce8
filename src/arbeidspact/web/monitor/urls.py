from django.urls import path

from arbeidspact.web.monitor import views
from arbeidspact.web.monitor.people_meant import people_meant

app_name = "monitor"
urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("figures.csv", views.figures_file, name="figures-file"),
    path("<slug:slug>/", views.indicator, name="indicator"),
    path("<slug:slug>/people/", people_meant, name="people-meant"),
    path("<slug:slug>/figures.csv", views.observations_file, name="observations-file"),
]
