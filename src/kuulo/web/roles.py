"""The one table of permissions: who may do what.

Every page and every API answer asks for one permission by name; a test walks all URLs as every role against this table.
"""

from __future__ import annotations

from types import MappingProxyType

from kuulo.accounts.rules import Role

ALL = frozenset(Role)
STAFF = ALL - {Role.READER}
INSIGHT = frozenset({Role.OWNER, Role.INSIGHT_LEAD, Role.RESEARCHER})
LEADS = frozenset({Role.OWNER, Role.INSIGHT_LEAD})
OWNERS = frozenset({Role.OWNER})

ROLES_BY_PERMISSION = MappingProxyType(
    {
        "web.view_home": ALL,
        "web.view_design": ALL,
        "figures.view_figures": ALL,
        "figures.view_comments": STAFF,
        "figures.download_figures": INSIGHT,
        "quiet.view_quiet": STAFF,
        "trends.view_trends": ALL,
        "trends.edit_trends": INSIGHT,
        "drivers.view_drivers": ALL,
        "drivers.edit_drivers": INSIGHT,
        "growth.view_growth": ALL,
        "growth.edit_growth": INSIGHT,
        "scales.view_scales": INSIGHT,
        "words.view_words": STAFF,
        "words.view_unmasked": INSIGHT,
        "words.edit_words": INSIGHT,
        "codebooks.view_codebooks": STAFF,
        "codebooks.edit_codebooks": INSIGHT,
        "codebooks.code": INSIGHT,
        "drafting.manage_drafting": OWNERS,
        "audit.view_audit": LEADS,
        "adopters.view_adopters": STAFF,
        "adopters.edit_adopters": INSIGHT,
        "studies.view_studies": STAFF,
        "studies.edit_studies": INSIGHT,
        "sources.view_sources": STAFF,
        "sources.add_sources": STAFF,
        "passages.view_codings": STAFF,
        "passages.code": INSIGHT,
        "diaries.manage_diaries": INSIGHT,
        "discussions.moderate": INSIGHT,
        "exchange.exchange": INSIGHT,
        "claims.view_claims": ALL,
        "claims.edit_claims": STAFF,
        "claims.judge_claims": INSIGHT,
        "ideas.view_ideas": ALL,
        "ideas.edit_ideas": STAFF,
        "decisions.view_decisions": ALL,
        "decisions.edit_decisions": INSIGHT,
        "decisions.decide": LEADS,
        "plans.view_plan": ALL,
        "plans.edit_plan": LEADS,
        "surveys.import_answers": LEADS,
        "customers.view_parties": STAFF,
        "customers.edit_parties": STAFF,
        "customers.import_parties": LEADS,
        "customers.manage_segments": INSIGHT,
        "customers.manage_attributes": LEADS,
        "matching.view_matches": LEADS,
        "matching.decide_matches": LEADS,
        "events.manage_sources": LEADS,
        "journeys.view_journeys": ALL,
        "journeys.edit_journeys": INSIGHT,
        "feeds.manage_feeds": LEADS,
        "rights.view_rights": LEADS,
        "rights.carry_out_rights": LEADS,
        "rights.set_retention": OWNERS,
        "instruments.view_instruments": STAFF,
        "instruments.edit_instruments": INSIGHT,
        "instruments.publish_instruments": INSIGHT,
        "invitations.view_invitations": STAFF,
        "invitations.send_invitations": LEADS,
        "invitations.set_budget": LEADS,
        "responses.view_results": ALL,
        "responses.manage_ways_in": INSIGHT,
        "responses.export_answers": INSIGHT,
        "jobs.view_jobs": LEADS,
        "jobs.repeat_jobs": LEADS,
        "accounts.manage_people": OWNERS,
        "accounts.manage_keys": OWNERS,
    }
)
