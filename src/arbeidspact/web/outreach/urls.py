from django.urls import path

from arbeidspact.web.outreach import files, funnel, lists, panels, places, registering, views

app_name = "outreach"
urlpatterns = [
    path("", lists.contacts, name="list"),
    path("export/", lists.export, name="export"),
    path("new/", registering.create, name="new"),
    path("send/", registering.send, name="send"),
    path("token/", registering.token, name="token"),
    path("kept-form/", registering.kept_form, name="kept-form"),
    path("worker.js", registering.worker, name="worker"),
    path("places/", places.place_list, name="places"),
    path("places/add/", places.place_add, name="place-add"),
    path("places/<uuid:reference>/change/", places.place_change, name="place-change"),
    path("places/<uuid:reference>/close/", places.place_close, name="place-close"),
    path("places/<uuid:reference>/reopen/", places.place_reopen, name="place-reopen"),
    path("referrers/", places.referrer_list, name="referrers"),
    path("referrers/add/", places.referrer_add, name="referrer-add"),
    path("referrers/<uuid:reference>/change/", places.referrer_change, name="referrer-change"),
    path("referrers/<uuid:reference>/end/", places.referrer_end, name="referrer-end"),
    path("referrers/<uuid:reference>/reopen/", places.referrer_reopen, name="referrer-reopen"),
    path("programmes/", funnel.programme_list, name="programmes"),
    path("funnel/", funnel.funnel_page, name="funnel"),
    path("funnel.csv", funnel.funnel_file, name="funnel-file"),
    path("person/<uuid:reference>/enrol/", panels.enrol, name="enrol-person"),
    path("person/<uuid:reference>/leave/<int:enrolment>/", panels.leave, name="leave-person"),
    path("<uuid:reference>/", views.contact, name="contact"),
    path("<uuid:reference>/change/", views.change, name="change"),
    path("<uuid:reference>/follow-up/", views.follow_up, name="follow-up"),
    path("<uuid:reference>/follow-up/<uuid:moment>/remove/", views.drop_follow_up, name="drop-follow-up"),
    path("<uuid:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:reference>/reopen/", views.reopen, name="reopen"),
    path("<uuid:reference>/programme/", views.enrol, name="enrol"),
    path("<uuid:reference>/programme/<int:enrolment>/leave/", views.leave, name="leave"),
    path("<uuid:reference>/file/", files.to_file, name="to-file"),
]
