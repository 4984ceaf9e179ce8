from django.urls import path

from arbeidspact.web.organisations import invitations, own, views

app_name = "organisations"
urlpatterns = [
    path("members/", views.members, name="members"),
    path("members.csv", views.members_file, name="members-file"),
    path("members/invite/", views.invite, name="invite"),
    path("members/<int:membership>/", views.member, name="member"),
    path("members/<int:membership>/end/", views.end, name="end-membership"),
    path("invitations/<int:invitation>/resend/", views.resend, name="resend-invitation"),
    path("invitations/<int:invitation>/withdraw/", views.withdraw, name="withdraw-invitation"),
    path("invitation/", invitations.accept, name="accept-invitation"),
    path("invitation/<str:token>/", invitations.open_invitation, name="open-invitation"),
    path("settings/", views.settings, name="settings"),
    path("audit/", views.audit_trail, name="audit-trail"),
    path("audit.csv", views.audit_file, name="audit-file"),
    path("me/", own.profile, name="profile"),
    path("me/leave/", own.leave, name="leave"),
    path("tokens/", own.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", own.revoke_token, name="revoke-token"),
    path("views/<int:view>/forget/", own.forget_view, name="forget-view"),
]
