from django.urls import path

from arbeidspact.web.pact import money_views, partner_views, plan_views, views

app_name = "pact"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("actions/", views.all_actions, name="all-actions"),
    path("<slug:slug>/", views.pact, name="pact"),
    path("<slug:slug>/plan/", plan_views.tree, name="plan"),
    path("<slug:slug>/money/", money_views.money, name="money"),
    path("<slug:slug>/ledger.csv", money_views.ledger_file, name="ledger-file"),
    path("<slug:slug>/budget.csv", money_views.budget_file, name="budget-file"),
    path("<slug:slug>/partners/", partner_views.partners, name="partners"),
    path("<slug:slug>/partners/<slug:partner>/", partner_views.partner, name="partner"),
    path("<slug:slug>/partners/<slug:partner>.csv", partner_views.partner_file, name="partner-file"),
    path("<slug:slug>/actions/", views.actions, name="actions"),
    path("<slug:slug>/actions.xlsx", views.plans_workbook, name="plans-workbook"),
    path("<slug:slug>/actions.csv", views.actions_file, name="actions-file"),
    path("<slug:slug>/actions/<slug:action>/", plan_views.action, name="action"),
    path("<slug:slug>/actions/<slug:action>/history/", plan_views.history, name="history"),
    path("<slug:slug>/actions/<slug:action>/do/<slug:deed>/", plan_views.deed, name="deed"),
    path("<slug:slug>/actions/<slug:action>/do/<slug:deed>/<uuid:reference>/", plan_views.deed, name="deed-entry"),
]
