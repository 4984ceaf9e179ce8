from django.urls import path

from arbeidspact.web.vacancies import changes, employers, lists, views

app_name = "vacancies"
urlpatterns = [
    path("", lists.vacancies, name="list"),
    path("export/", lists.export, name="export"),
    path("new/", changes.create, name="create"),
    path("employers/new/", employers.create, name="employer-create"),
    path("employers/<uuid:reference>/", employers.detail, name="employer"),
    path("employers/<uuid:reference>/edit/", employers.edit, name="employer-edit"),
    path("<uuid:reference>/", views.detail, name="detail"),
    path("<uuid:reference>/people/", views.people, name="people"),
    path("<uuid:reference>/edit/", changes.edit, name="edit"),
    path("<uuid:reference>/publish/", changes.publish, name="publish"),
    path("<uuid:reference>/fill/", changes.fill, name="fill"),
    path("<uuid:reference>/cancel/", changes.cancel, name="cancel"),
    path("<uuid:reference>/reopen/", changes.reopen, name="reopen"),
]
