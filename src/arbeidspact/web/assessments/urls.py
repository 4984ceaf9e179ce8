from django.urls import path

from arbeidspact.web.assessments import compartment, filling, views

app_name = "assessments"
urlpatterns = [
    path("protected/", compartment.openings, name="openings"),
    path("<uuid:reference>/", views.history, name="history"),
    path("<uuid:reference>/start/", filling.start, name="start"),
    path("<uuid:reference>/compare/", views.compare, name="compare"),
    path("<uuid:reference>/protected/", compartment.compartment, name="compartment"),
    path("<uuid:reference>/protected/close/", compartment.close, name="close-compartment"),
    path("<uuid:reference>/<uuid:assessment>/", views.detail, name="detail"),
    path("<uuid:reference>/<uuid:assessment>/page/<int:number>/", filling.fill, name="fill"),
    path("<uuid:reference>/<uuid:assessment>/review/", filling.review, name="review"),
    path("<uuid:reference>/<uuid:assessment>/discard/", filling.discard, name="discard"),
]
