from django.urls import path

from arbeidspact.web.handovers import times, views

app_name = "handovers"
urlpatterns = [
    path("", views.handovers, name="list"),
    path("lead-times/", times.times, name="lead-times"),
    path("lead-times/export/", times.times_export, name="lead-times-export"),
    path("person/<uuid:reference>/new/", views.new, name="new"),
    path("<uuid:reference>/", views.handover, name="detail"),
    path("<uuid:reference>/<slug:name>/", views.act, name="act"),
]
