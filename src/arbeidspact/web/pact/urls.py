from django.urls import path

from arbeidspact.web.pact import views

app_name = "pact"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<slug:slug>/", views.pact, name="pact"),
    path("<slug:slug>/actions/", views.actions, name="actions"),
    path("<slug:slug>/actions.csv", views.actions_file, name="actions-file"),
    path("<slug:slug>/actions/<slug:action>/", views.action, name="action"),
]
