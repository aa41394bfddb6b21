"""Every address of the house: each room brings its own."""

from __future__ import annotations

from allauth.account import urls as accounts
from django.urls import URLPattern, URLResolver, include, path

from kuulo.studies.queries import hidden_from
from kuulo.web.views.design import design
from kuulo.web.views.health import health
from kuulo.web.views.home import home, home_json
from kuulo.web.views.language import choose_language

# Nobody signs themselves up, and an owner decides on addresses.
CLOSED = {"account_signup", "account_email", "account_set_password"}
account_patterns = [pattern for pattern in accounts.urlpatterns if pattern.name not in CLOSED]
web_patterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("home.json", home_json, name="home_json"),
    path("design/", design, name="design"),
    path("language/", choose_language, name="language"),
    path("health/", health, name="health"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((web_patterns, "web"))),
    path("explore/", include("kuulo.figures.urls")),
    path("import/", include("kuulo.surveys.urls")),
    path("instruments/", include("kuulo.instruments.urls")),
    path("invitations/", include("kuulo.invitations.urls")),
    path("", include("kuulo.invitations.public_urls")),
    path("", include("kuulo.responses.urls")),
    path("", include("kuulo.profiles.urls")),
    path("matching/", include("kuulo.matching.urls")),
    path("traces/", include("kuulo.events.urls")),
    path("journeys/", include("kuulo.journeys.urls")),
    path("feeds/", include("kuulo.feeds.urls")),
    path("rights/", include("kuulo.rights.urls")),
    path("quiet/", include("kuulo.quiet.urls")),
    path("trends/", include("kuulo.trends.urls")),
    path("drivers/", include("kuulo.drivers.urls")),
    path("growth/", include("kuulo.growth.urls")),
    path("scales/", include("kuulo.scales.urls")),
    path("words/codes/", include("kuulo.codebooks.urls")),
    path("words/search/", include("kuulo.searches.urls")),
    path("words/", include("kuulo.themes.urls")),
    path("research/adopters/", include("kuulo.adopters.urls")),
    path("research/", include("kuulo.sources.urls")),
    path("research/", include("kuulo.passages.urls")),
    path("research/", include("kuulo.diaries.urls")),
    path("research/", include("kuulo.discussions.urls")),
    path("research/", include("kuulo.exchange.urls")),
    path("research/", include("kuulo.studies.urls")),
    path("", include("kuulo.studies.public_urls")),
    path("", include("kuulo.diaries.public_urls")),
    path("", include("kuulo.discussions.public_urls")),
    path("claims/", include("kuulo.claims.urls")),
    path("ideas/", include("kuulo.ideas.urls")),
    path("decisions/", include("kuulo.decisions.urls")),
    path("plan/", include("kuulo.plans.urls")),
    path("audit/", include("kuulo.audit.urls"), {"hidden": hidden_from}),
    path("", include("kuulo.rights.public_urls")),
    path("jobs/", include("kuulo.jobs.urls")),
    path("people/", include("kuulo.accounts.urls")),
    path("drafting/", include("kuulo.drafting.urls")),
    path("accounts/", include(account_patterns)),
]

handler403 = "kuulo.web.errors.permission_denied"
handler404 = "kuulo.web.errors.page_not_found"
handler500 = "kuulo.web.errors.server_error"
