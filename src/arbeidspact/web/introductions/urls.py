from django.urls import path

from arbeidspact.web.introductions import lists, views

app_name = "introductions"
urlpatterns = [
    path("", lists.introductions, name="list"),
    path("export/", lists.export, name="export"),
    path("person/<uuid:reference>/vacancy/<uuid:vacancy>/", views.new, name="new"),
    path("<uuid:reference>/", views.introduction, name="detail"),
    path("<uuid:reference>/<slug:name>/", views.act, name="act"),
]
