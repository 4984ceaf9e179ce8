from django.urls import path

from arbeidspact.web.agreements import answering, confirming, promises, views

app_name = "agreements"
ONE = "<uuid:reference>/<uuid:agreement>/"
urlpatterns = [
    path("<uuid:reference>/", views.agreements, name="list"),
    path("<uuid:reference>/new/", views.make, name="make"),
    path("<uuid:reference>/scans/<uuid:scan>/download/", views.scan, name="scan"),
    path(ONE, views.agreement, name="agreement"),
    path(ONE + "change/", views.change, name="change"),
    path(ONE + "compare/", views.compare, name="compare"),
    path(ONE + "download/<int:version>/<str:language>/", views.print_agreement, name="print"),
    path(ONE + "offer/", confirming.offer, name="offer"),
    path(ONE + "confirm/", confirming.together, name="confirm"),
    path(ONE + "link/<str:channel>/", confirming.send_link, name="link"),
    path(ONE + "paper/", confirming.paper, name="paper"),
    path(ONE + "object/", answering.object_to, name="object"),
    path(ONE + "answer/", answering.answer, name="answer"),
    path(ONE + "withdraw/", answering.withdraw, name="withdraw"),
    path(ONE + "end/", answering.end, name="end"),
    path(ONE + "reopen/", answering.reopen, name="reopen"),
    path(ONE + "promises/<uuid:promise>/mark/", promises.mark, name="mark"),
    path(ONE + "promises/<uuid:promise>/unmark/", promises.unmark, name="unmark"),
    path(ONE + "promises/<uuid:promise>/step/", promises.make_step, name="step"),
]
