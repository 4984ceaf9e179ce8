from django.urls import path

from arbeidspact.web.proposals import person_views, told_views

app_name = "told"
urlpatterns = [
    path("<uuid:person>/texts/", person_views.start, name="start"),
    path("<uuid:person>/texts/ask/", told_views.ask, name="ask"),
    path("<uuid:person>/texts/withdraw/", told_views.withdraw, name="withdraw"),
    path("<uuid:person>/texts/told/", told_views.told, name="told"),
    path("<uuid:person>/texts/told/take/", told_views.take, name="take"),
    path("<uuid:person>/texts/<uuid:reference>/", person_views.review, name="review"),
    path("<uuid:person>/texts/<uuid:reference>/decide/", person_views.decide, name="decide"),
    path("<uuid:person>/texts/<uuid:reference>/accept-sure/", person_views.accept_all_sure, name="accept-sure"),
    path("<uuid:person>/texts/<uuid:reference>/write/", person_views.write, name="write"),
    path("<uuid:person>/texts/<uuid:reference>/forget/", person_views.forget, name="forget"),
]
