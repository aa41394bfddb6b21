"""Consents as a site's banner asked for them: the log, where each visitor stands, and the versions of the text."""

from __future__ import annotations

from typing import Any

import ibis

from kuulo.measures.web.cleaning import first_rows

SHOWN, ANSWERED = "cmp_visible", "consent_preferences"
STATES = ("allow_all", "allow_selected", "pending", "deny_all", "expired", "withdrawn", "implicit_consent")
TEXT = ("consent_version", "consent_scopes", "consent_url", "consent_domains")


def consent_log_of(events: Any) -> Any:
    """Return one row each time the banner was shown or answered, of cleaned events."""
    rows = events.filter(events.event.isin([SHOWN, ANSWERED]))
    return rows.select(
        "event_id", "visitor", "first_visitor", "user", "country", "page_view", "session", "at", "collected_at",
        "event", "consent_type", "consent_basis", *TEXT, "banner_seconds",
        gdpr_applies=rows.gdpr_applies.fill_null(False),  # noqa: FBT003 -- ibis' own signature
    )  # fmt: skip


def consent_banners_of(events: Any) -> Any:
    """Return for each showing of the banner which answer followed before it was shown again, and how soon.

    Columns: ``event_id``, ``visitor``, ``session``, ``at``, ``banner_seconds``, ``answered_at``, ``consent_type``,
    ``answer_seconds``.
    """
    log = consent_log_of(events)
    window = ibis.window(group_by=log.visitor, order_by=[log.at, log.event_id])
    log = log.mutate(
        next_event=log.event.lead().over(window),
        next_at=log.at.lead().over(window),
        next_type=log.consent_type.lead().over(window),
    )
    shown = log.filter(log.event == SHOWN)
    answered = shown.next_event == ANSWERED
    at = answered.ifelse(shown.next_at, ibis.null(shown.next_at.type()))
    seconds = at.truncate("s").epoch_seconds() - shown.at.truncate("s").epoch_seconds()
    return shown.select(
        "event_id", "visitor", "first_visitor", "session", "at", "banner_seconds",
        answered_at=at,
        consent_type=answered.ifelse(shown.next_type, ibis.null("string")),
        answer_seconds=seconds,
    )  # fmt: skip


def consent_versions_of(events: Any) -> Any:
    """Return each version of the consent text that somebody allowed in whole, and whether it is the latest.

    Columns: the text's, ``version_start`` (first whole consent), ``last_allowed`` (last one, as received), ``latest``.
    """
    log = consent_log_of(events)
    allowed = log.filter((log.event == ANSWERED) & (log.consent_type == "allow_all"))
    rows = allowed.group_by(list(TEXT)).agg(version_start=allowed.at.min(), last_allowed=allowed.collected_at.max())
    newest = rows.version_start.max().over(ibis.window())
    return rows.mutate(latest=rows.version_start == newest)


def consent_users_of(events: Any) -> Any:
    """Return where each visitor stands: how often asked and answered, the last answer, and of which version.

    Columns: ``visitor``, ``user``, ``country``, ``shown``, ``answered``, ``last_shown``, ``last_answered``,
    ``consent_type``, the text's, ``last_event`` (as received), ``latest`` (whether the answer is to the latest text).
    """
    log = consent_log_of(events)
    log = log.filter(log.visitor.notnull())
    was_shown = log.event == SHOWN
    sums = log.group_by(who=log.visitor).agg(
        shown=was_shown.ifelse(1, 0).sum().cast("int64"),
        answered=(log.event == ANSWERED).ifelse(1, 0).sum().cast("int64"),
        last_shown=was_shown.ifelse(log.at, ibis.null(log.at.type())).max(),
        last_event=log.collected_at.max(),
    )
    seen = first_rows(log, "visitor", log.collected_at.desc(), log.event_id)
    seen = seen.select(seen_visitor="visitor", user="user", country="country")
    answers = log.filter(log.event == ANSWERED)
    last = first_rows(answers, "visitor", answers.collected_at.desc(), answers.event_id)
    last = last.select(of_visitor="visitor", last_answered="at", consent_type="consent_type",
                       **{name: name for name in TEXT})  # fmt: skip
    versions = consent_versions_of(events)
    newest = versions.filter(versions.latest).select(newest_version="consent_version").distinct()
    rows = sums.inner_join(seen, sums.who == seen.seen_visitor).left_join(last, sums.who == last.of_visitor)
    rows = rows.left_join(newest, rows.consent_version == newest.newest_version)
    return rows.select(
        "user", "country", "shown", "answered", "last_shown", "last_answered", "consent_type", *TEXT, "last_event",
        visitor=rows.who,
        latest=rows.newest_version.notnull(),
    )  # fmt: skip


def consent_totals_of(events: Any) -> Any:
    """Return for each version how many visitors stand at each of `STATES`, and ``allow``: at either of the first two.

    When consents expire depends on the day one asks, and is left to whoever asks.
    """
    people = consent_users_of(events)
    people = people.filter(people.consent_type.notnull())
    counts = {state: (people.consent_type == state).ifelse(1, 0).sum().cast("int64") for state in STATES}
    allowed = people.consent_type.isin(["allow_all", "allow_selected"])
    sums = people.group_by(version=people.consent_version).agg(
        visitors=people.visitor.nunique(), allow=allowed.ifelse(1, 0).sum().cast("int64"), **counts
    )
    versions = consent_versions_of(events)
    rows = versions.left_join(sums, versions.consent_version == sums.version)
    return rows.select(*TEXT, "version_start", "latest", "last_allowed", "visitors", "allow", *STATES)


def consent_scopes_of(events: Any) -> Any:
    """Return how many visitors consent to each scope of the latest text: ``scope``, ``visitors``."""
    people = consent_users_of(events)
    current = people.filter(people.latest)
    scopes = current.select("visitor", scope=current.consent_scopes.split(", ").unnest())
    return scopes.group_by("scope").agg(visitors=scopes.visitor.nunique())
