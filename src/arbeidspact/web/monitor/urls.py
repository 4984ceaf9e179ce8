from django.urls import path

from arbeidspact.web.monitor import explore_views, views
from arbeidspact.web.monitor.cluster_views import cluster, cluster_file
from arbeidspact.web.monitor.people_meant import people_meant

app_name = "monitor"
urlpatterns = [
    path("", views.indicators, name="indicators"),
    path("figures.csv", views.figures_file, name="figures-file"),
    path("groups/<slug:code>/", cluster, name="cluster"),
    path("groups/<slug:code>/figures.csv", cluster_file, name="cluster-file"),
    path("<slug:slug>/", explore_views.indicator, name="indicator"),
    path("<slug:slug>/people/", people_meant, name="people-meant"),
    path("<slug:slug>/figures.csv", explore_views.observations_file, name="observations-file"),
    path("<slug:slug>/figures.json", explore_views.observations_json, name="observations-json"),
]
