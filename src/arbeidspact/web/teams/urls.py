from django.urls import path

from arbeidspact.web.teams import transfers, views

app_name = "teams"
urlpatterns = [
    path("transfers/", transfers.transfer_list, name="transfers"),
    path("transfers/from/<int:user>/", transfers.transfer_new, name="transfer-new"),
    path("transfers/<uuid:reference>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:reference>/undo/", transfers.transfer_undo, name="transfer-undo"),
    path("<uuid:reference>/", views.team, name="team"),
    path("<uuid:reference>/talk/", views.talk, name="talk"),
    path("<uuid:reference>/talks/<uuid:talk>/change/", views.change_talk, name="change-talk"),
    path("<uuid:reference>/talks/<uuid:talk>/withdraw/", views.withdraw_talk, name="withdraw-talk"),
    path("<uuid:reference>/talks/<uuid:talk>/restore/", views.restore_talk, name="restore-talk"),
    path("<uuid:reference>/colleagues/", views.add_colleague, name="add-colleague"),
    path("<uuid:reference>/colleagues/<int:user>/end/", views.end_colleague, name="end-colleague"),
    path("<uuid:reference>/lead/", views.lead, name="lead"),
]
