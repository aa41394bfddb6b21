"""What every page knows: the organisation, the ways to go, the languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.queries import organisation

Way = tuple[str, Promise, str]
"""Address, label, permission."""

# The areas of the house in the order people need them; an area of several pages shows these beneath the header.
AREAS: Final[tuple[tuple[Promise, tuple[Way, ...]], ...]] = (
    (_("Home"), (("web:home", _("Home"), "web.view_home"),)),
    (
        _("Explore"),
        (
            ("figures:explore", _("Explore"), "figures.view_figures"),
            ("quiet:quiet", _("The quiet ones"), "quiet.view_quiet"),
            ("trends:trends", _("Trends"), "trends.view_trends"),
            ("drivers:drivers", _("Drivers"), "drivers.view_drivers"),
            ("drivers:change", _("Uplift of a change"), "drivers.view_drivers"),
            ("scales:scales", _("Scales"), "scales.view_scales"),
        ),
    ),
    (
        _("Words"),
        (
            ("themes:words", _("Words"), "words.view_words"),
            ("searches:search", _("Search in words"), "words.view_words"),
            ("codebooks:codebooks", _("Codebooks"), "codebooks.view_codebooks"),
        ),
    ),
    (
        _("Research"),
        (
            ("studies:studies", _("Studies"), "studies.view_studies"),
            ("adopters:adopters", _("Early adopters"), "adopters.view_adopters"),
        ),
    ),
    (
        _("Decisions"),
        (
            ("decisions:decisions", _("Decisions"), "decisions.view_decisions"),
            ("decisions:learning", _("Learning log"), "decisions.view_decisions"),
            ("plans:plan", _("Plan"), "plans.view_plan"),
            ("claims:claims", _("Claims"), "claims.view_claims"),
            ("claims:map", _("Assumption map"), "claims.view_claims"),
            ("ideas:ideas", _("Idea bank"), "ideas.view_ideas"),
        ),
    ),
    (
        _("Customers"),
        (
            ("profiles:customers", _("Customers"), "customers.view_parties"),
            ("profiles:segments", _("Segments"), "customers.view_parties"),
            ("profiles:attributes", _("Attributes"), "customers.view_parties"),
            ("matching:list", _("Matches"), "matching.view_matches"),
        ),
    ),
    (
        _("Journeys"),
        (
            ("journeys:list", _("Journeys"), "journeys.view_journeys"),
            ("journeys:touchpoints", _("Touchpoints"), "journeys.view_journeys"),
            ("journeys:traffic", _("Visits"), "journeys.view_journeys"),
        ),
    ),
    (
        _("Growth"),
        (
            ("growth:growth", _("Growth"), "growth.view_growth"),
            ("growth:reasons", _("Why customers left"), "growth.view_growth"),
            ("growth:benchmarks", _("Published figures"), "growth.view_growth"),
        ),
    ),
    (_("Instruments"), (("instruments:list", _("Instruments"), "instruments.view_instruments"),)),
    (_("Invitations"), (("invitations:rounds", _("Invitations"), "invitations.view_invitations"),)),
    (
        _("Rights"),
        (
            ("rights:requests", _("Requests"), "rights.view_rights"),
            ("rights:retention", _("Periods"), "rights.view_rights"),
            ("rights:record", _("Record of processing"), "rights.view_rights"),
            ("rights:texts", _("Consent texts"), "rights.view_rights"),
        ),
    ),
    (
        _("Data"),
        (
            ("surveys:imports", _("Answer files"), "surveys.import_answers"),
            ("feeds:list", _("Customer data"), "feeds.manage_feeds"),
            ("events:sources", _("Traces"), "events.manage_sources"),
        ),
    ),
    (
        _("Upkeep"),
        (
            ("jobs:list", _("Jobs"), "jobs.view_jobs"),
            ("accounts:people", _("People"), "accounts.manage_people"),
            ("accounts:keys", _("Keys of programs"), "accounts.manage_keys"),
            ("drafting:drafting", _("Language model"), "drafting.manage_drafting"),
            ("audit:log", _("Audit log"), "audit.view_audit"),
        ),
    ),
)

# A page called growth has its twin for programs under growth_json.
TWIN: Final = "_json"

# The pages of one instrument, whichever room they live in; each takes its slug.
INSTRUMENT_TABS = (
    ("instruments:build", _("Build"), "instruments.view_instruments"),
    ("responses:preview", _("Preview"), "instruments.view_instruments"),
    ("responses:ways_in", _("Ways in"), "responses.manage_ways_in"),
    ("invitations:instrument", _("Invite"), "invitations.view_invitations"),
    ("responses:results", _("Results"), "responses.view_results"),
    ("responses:answers", _("Answers out"), "responses.export_answers"),
)

# The pages of one study, whichever room they live in; each takes its slug.
STUDY_TABS = (
    ("studies:study", _("Plan and result"), "studies.view_studies"),
    ("studies:participants", _("Participants"), "studies.view_studies"),
    ("studies:sessions", _("Schedule"), "studies.view_studies"),
    ("diaries:diary", _("Diary"), "studies.view_studies"),
    ("discussions:rooms", _("Discussion"), "studies.view_studies"),
    ("sources:sources", _("Sources"), "sources.view_sources"),
    ("passages:codings", _("Coding"), "passages.view_codings"),
    ("exchange:exchange", _("Out and in"), "exchange.exchange"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One page to go to."""

    url: str
    label: Promise
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area of the house and its pages."""

    label: Promise
    pages: tuple[Place, ...]

    @property
    def url(self) -> str:
        """Return the first page, which the area's name leads to."""
        return self.pages[0].url

    @property
    def current(self) -> bool:
        """Return whether the page that is open belongs to the area."""
        return any(page.current for page in self.pages)


def page(request: HttpRequest) -> dict[str, object]:
    """Return the context every page shares; only ways the person may go are named."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": (), "languages": settings.LANGUAGES}
    areas = [_area(request.path, label, ways, user.has_perm) for label, ways in AREAS]
    here = next((area for area in areas if area.current), None)
    return {
        "navigation": [area for area in areas if area.pages],
        "area": here if here is not None and len(here.pages) > 1 else None,
        "languages": settings.LANGUAGES,
        "instrument_tabs": [(name, label) for name, label, permission in INSTRUMENT_TABS if user.has_perm(permission)],
        "study_tabs": [(name, label) for name, label, permission in STUDY_TABS if user.has_perm(permission)],
        "cut_fragment": reverse("claims:cut") if user.has_perm("claims.edit_claims") else "",
        "organisation": organisation(),
        "twin": twin_of(request),
    }


def twin_of(request: HttpRequest) -> str:
    """Return the address of the same page for programs, with the same query; empty where a page has no such twin."""
    match = request.resolver_match
    if match is None or not match.url_name or match.url_name.endswith(TWIN):
        return ""
    try:
        url = reverse(match.view_name + TWIN, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return ""
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url


def _area(path: str, label: Promise, ways: Sequence[Way], may: Callable[[str], bool]) -> Area:
    """Return an area with the pages the person may see; the page whose address fits best is the current one."""
    pages = [(reverse(name), words) for name, words, permission in ways if may(permission)]
    fitting = [url for url, _words in pages if path == url or (url != "/" and path.startswith(url))]
    nearest = max(fitting, key=len, default="")
    return Area(label=label, pages=tuple(Place(url, words, current=url == nearest) for url, words in pages))
