from django.urls import path

from arbeidspact.web.links import views

app_name = "links"
urlpatterns = [
    path("<str:token>/", views.open_page, name="open"),
    path("<str:token>/concepts/", views.concept_options, name="concepts"),
]
