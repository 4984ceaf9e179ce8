from django.urls import path

from arbeidspact.web.terms import pages, views

app_name = "terms"
urlpatterns = [
    path("", pages.figures, name="figures"),
    path("figures.csv", pages.figures_file, name="figures-file"),
    path("rules/", pages.rules, name="rules"),
    path("rules/<slug:slug>/", pages.rule, name="rule"),
    path("<uuid:reference>/", views.person, name="person"),
    path("<uuid:reference>/pause/", views.pause, name="pause"),
    path("<uuid:reference>/exempt/", views.exempt, name="exempt"),
    path("<uuid:reference>/note/", views.note, name="note"),
    path("<uuid:reference>/events/<uuid:event>/resume/", views.resume, name="resume"),
    path("<uuid:reference>/events/<uuid:event>/take-back/", views.revoke, name="revoke"),
    path("<uuid:reference>/notes/<uuid:fact>/take-back/", views.withdraw, name="withdraw"),
]
