"""Every address of the product."""

from django.urls import include, path
from django.views.generic import RedirectView

from arbeidspact.web.home.views import home
from arbeidspact.web.organisations import own
from arbeidspact.web.reports import public as public_reports

urlpatterns = [
    path("api/", include("arbeidspact.api.urls")),
    path("", home, name="home"),
    path("people/", include("arbeidspact.web.people.urls")),
    path("people/", include("arbeidspact.web.proposals.person_urls")),
    path("steps/", include("arbeidspact.web.pathways.urls")),
    path("plans/", include("arbeidspact.web.pathways.plan_urls")),
    path("links/", include("arbeidspact.web.links.urls")),
    path("assessments/", include("arbeidspact.web.assessments.urls")),
    path("teams/", include("arbeidspact.web.teams.urls")),
    path("outreach/", include("arbeidspact.web.outreach.urls")),
    path("agreements/", include("arbeidspact.web.agreements.urls")),
    path("handovers/", include("arbeidspact.web.handovers.urls")),
    path("introductions/", include("arbeidspact.web.introductions.urls")),
    path("terms/", include("arbeidspact.web.terms.urls")),
    path("search/", include("arbeidspact.web.search.urls")),
    path("follow-up/", include("arbeidspact.web.followup.urls")),
    path("messages/", include("arbeidspact.web.correspondence.urls")),
    path("views/", include("arbeidspact.web.saved_views")),
    path("vacancies/texts/", include("arbeidspact.web.proposals.urls")),
    path("vacancies/", include("arbeidspact.web.vacancies.urls")),
    path("pact/", include("arbeidspact.web.pact.urls")),
    path("fund/", include("arbeidspact.web.funding.urls")),
    path("figures/deliveries/", include("arbeidspact.web.deliveries.urls")),
    path("figures/", include("arbeidspact.web.monitor.urls")),
    path("public/", include("arbeidspact.web.public.urls")),
    path("publications/", include("arbeidspact.web.publications.urls")),
    path("open-data/", include("arbeidspact.web.publications.open_data_urls")),
    path("steering/", include("arbeidspact.web.steering.urls")),
    path("reports/", include("arbeidspact.web.reports.urls")),
    path("open-data/reports/", include("arbeidspact.web.reports.public_urls")),
    path(".well-known/arbeidspact-reports.pem", public_reports.key, name="report-key"),
    path("rounds/", include("arbeidspact.web.rounds.urls")),
    path("imports/", include("arbeidspact.web.imports.urls")),
    path("organisation/switch/", own.switch, name="organisation-switch"),
    path("organisation/webhooks/", include("arbeidspact.web.correspondence.webhook_urls")),
    path("organisation/", include("arbeidspact.web.organisations.urls")),
    path("account/email/", own.closed),
    path("account/confirm-email/", own.closed),
    path("account/confirm-email/<str:key>/", own.closed),
    path("account/login/code/confirm/", own.closed),
    path("account/", include("allauth.urls")),
    path("i18n/setlang/", own.language, name="set_language"),
    path("favicon.ico", RedirectView.as_view(url="/static/theme/icon.svg", permanent=True)),
]

handler429 = "arbeidspact.web.accounts.too_many_requests"
