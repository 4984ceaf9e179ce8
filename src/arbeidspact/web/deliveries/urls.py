"""Addresses of the deliveries of figures, and of the mappings they are read with."""

from django.urls import path

from arbeidspact.web.deliveries import area_views, judging_views, mapping_views, shape_views, views

app_name = "deliveries"
urlpatterns = [
    path("", views.deliveries, name="list"),
    path("new/", views.upload, name="upload"),
    path("empty.csv", views.empty_file, name="empty"),
    path("sure/", judging_views.figures, name="figures"),
    path("sure/<int:key>/", judging_views.judge, name="judge"),
    path("mappings/", mapping_views.mappings, name="mappings"),
    path("mappings/new/", mapping_views.new_mapping, name="new-mapping"),
    path("mappings/<slug:slug>/", mapping_views.mapping, name="mapping"),
    path("mappings/<slug:slug>/delete/", mapping_views.delete, name="delete-mapping"),
    path("borders/", shape_views.shapes, name="shapes"),
    path("borders/new/", shape_views.upload, name="upload-shapes"),
    path("borders/<uuid:reference>/", shape_views.shape_file, name="shape-file"),
    path("borders/<uuid:reference>/features.csv", shape_views.features_file, name="shape-features"),
    path("borders/<uuid:reference>/areas/", area_views.missing, name="missing-areas"),
    path("borders/<uuid:reference>/take-in/", shape_views.take_in, name="take-in-shapes"),
    path("borders/<uuid:reference>/withdraw/", shape_views.withdraw, name="withdraw-shapes"),
    path("borders/<uuid:reference>/forget/", shape_views.forget, name="forget-shapes"),
    path("<uuid:reference>/", views.delivery, name="detail"),
    path("<uuid:reference>/reading/", mapping_views.reading, name="reading"),
    path("<uuid:reference>/check/", views.check, name="check"),
    path("<uuid:reference>/take-in/", views.take_in, name="take-in"),
    path("<uuid:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:reference>/forget/", views.forget, name="forget"),
    path("<uuid:reference>/problems.csv", views.problems_file, name="problems"),
    path("<uuid:reference>/changes.csv", views.changes_file, name="changes"),
]
