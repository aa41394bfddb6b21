"""One look for matches over the whole customer database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone

from kuulo.base.errors import KuuloError
from kuulo.base.texts import mark as _
from kuulo.customers.queries.records import keys_version, party_records
from kuulo.customers.rules import Purpose
from kuulo.customers.rules.records import PartyRecord
from kuulo.matching.models import Proposal, Run
from kuulo.matching.queries.proposals import count_by_state
from kuulo.matching.queries.runs import RunView, run
from kuulo.matching.queries.settings import wishes_in_force
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.rules.settings import KINDS, Engine, MatchWishes
from kuulo.matching.services.certain import link_records, note_certain_to
from kuulo.matching.services.deciding import accept_proposal
from kuulo.matching.services.linking import KindFound, find_pairs
from kuulo.matching.services.proposing import MACHINE, drop_settled, drop_stale, settle_parted, write_proposals

KEEP_RUNS: Final = 200
BROKE_OFF: Final = _("It broke off: {error}")


def find_matches(*, engine: Engine = Engine.DUCKDB, by: str = "", now: datetime | None = None) -> RunView:
    """Link what is certain, compare everybody with everybody, and propose whom the model holds to be one.

    A run that fails leaves its trouble in the list of runs and no proposals.

    Raises:
        EngineError: The engine failed or is not there.
        InputError: The organisation's model does not fit the data.
    """
    moment = now or timezone.now()
    wishes = wishes_in_force()
    row = Run.objects.create(engine=engine, threshold=wishes.propose_at, started_by=by, started_at=moment)
    try:
        _carry_out(row, wishes, engine, moment)
    except KuuloError as error:
        row.trouble = {"template": error.found.template, "params": _plain(error.found.params)}
        raise
    except Exception as error:
        # Else the list of runs would show one that ended well and found nothing.
        row.trouble = {"template": BROKE_OFF, "params": {"error": f"{type(error).__name__}: {error}"}}
        raise
    finally:
        row.finished_at = timezone.now()
        row.save()
    return run(row.pk)


def _carry_out(row: Run, wishes: MatchWishes, engine: Engine, now: datetime) -> None:
    settle_parted(now=now)
    counts = _link_certain(row, wishes, now)
    # To keep the register true is part of serving the people in it.
    records = party_records(purpose=Purpose.SERVICE)
    open_now: list[int] = []
    for kind in KINDS:
        own = [record for record in records.values() if record.kind.value == kind]
        found = find_pairs(own, kind, wishes, engine)
        if found is None:
            continue
        _note(row, kind, found)
        counts[f"compared_{kind}"] = found.compared
        written = write_proposals(found.pairs, run_id=row.pk, now=now)
        open_now.extend(written.open)
        for name, number in (("new", written.new), ("renewed", written.renewed), ("left", written.left)):
            counts[name] = counts.get(name, 0) + number
    counts["gone"] = drop_stale(run_id=row.pk, kept=open_now)
    counts["accepted"] = _accept(open_now, wishes, now)
    counts["settled"] = drop_settled()
    counts["open"] = count_by_state()[ProposalState.PROPOSED]
    row.counts = counts


def _link_certain(row: Run, wishes: MatchWishes, now: datetime) -> dict[str, int]:
    if not wishes.link_certain:
        return {}
    records: Mapping[int, PartyRecord] = party_records(purpose=Purpose.SERVICE)
    report = link_records(records, personal_ids=wishes.personal_ids, run_id=row.pk, now=now)
    note_certain_to(keys_version(), now=now)
    return {"linked": report.linked, "shared_by_many": report.shared_by_many}


def _note(row: Run, kind: str, found: KindFound) -> None:
    row.models_used = {**row.models_used, kind: found.model}
    row.curve = {**row.curve, kind: [list(point) for point in found.curve]}
    row.rules = {**row.rules, kind: [list(rule) for rule in found.rules]}


def _accept(numbers: list[int], wishes: MatchWishes, now: datetime) -> int:
    """Accept what is likely enough, where the organisation set so; what somebody once decided on waits for somebody."""
    if wishes.accept_at is None:
        return 0
    likely = Proposal.objects.filter(
        pk__in=numbers, state=ProposalState.PROPOSED, history=[], probability__gte=wishes.accept_at
    )
    chosen = list(likely.order_by("-probability", "pk").values_list("pk", flat=True))
    for number in chosen:
        accept_proposal(proposal_id=number, by=MACHINE, reason=f"p ≥ {wishes.accept_at}", now=now)
    return len(chosen)


def _plain(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}
