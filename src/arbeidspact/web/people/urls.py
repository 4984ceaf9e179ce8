from django.urls import path

from arbeidspact.web.people import bulk, concepts, lists, looks, registration, views

app_name = "people"
urlpatterns = [
    path("", lists.caseload, name="caseload"),
    path("export/", lists.caseload_export, name="caseload-export"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("find/", lists.find, name="find"),
    path("new/", registration.create, name="create"),
    path("accompany/", registration.accompany, name="accompany"),
    path("concepts/", concepts.concept_options, name="concepts"),
    path("sought/", lists.sought_options, name="sought"),
    path("looks/", looks.looks, name="looks"),
    path("looks/export/", looks.looks_export, name="looks-export"),
    path("<uuid:reference>/", views.person_file, name="file"),
    path("<uuid:reference>/panels/<slug:name>/", views.panel, name="panel"),
    path("<uuid:reference>/who-looked/", views.file_looks, name="file-looks"),
    path("<uuid:reference>/end/", views.end, name="end"),
    path("<uuid:reference>/undo/", views.undo, name="undo"),
    path("<uuid:reference>/remove/<slug:section>/", views.remove, name="remove"),
    path("<uuid:reference>/edit/<slug:section>/", views.edit, name="edit"),
]
