"""The hourly look at all series, kept for the page, and the rate of false alarms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kuulo.base.errors import BusyError, InputError, KuuloError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.figures.queries import Reading, open_reading
from kuulo.figures.rules import Selection
from kuulo.trends.models import Settings, Watch
from kuulo.trends.queries.kept import guarded_by, rate_in_force, read_under
from kuulo.trends.queries.series import read_series, series_that_matter
from kuulo.trends.rules import Series
from kuulo.trends.rules.keeping import series_to_plain, text_to_plain
from kuulo.trends.services.alarms import settle_alarms

LOWEST, HIGHEST = 0.01, 0.5

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at all series did: how many were read, how many alarms are new; nothing where nothing had changed."""

    series: int
    alarms: int
    is_new: bool = True


def watch(*, now: datetime, tell: Tell = lambda _done, _total: None) -> Looked:
    """Read every series that matters, keep what was read for the page, and write the alarms.

    Nothing is done where no answer, customer or decision has changed since the last look.

    Raises:
        BusyError: Somebody's data were erased while the series were read; repeat.

    Args:
        now: When.
        tell: Told how many series of how many are read.
    """
    rate = rate_in_force()
    with open_reading() as reading:
        under = read_under(reading, rate)
        if Watch.objects.filter(read_under=under).exists():
            return Looked(series=0, alarms=0, is_new=False)
        chosen, refused = series_that_matter(reading)
        read = []
        for number, selection in enumerate(chosen):
            tell(number, len(chosen))
            found = _read(reading, selection, rate, len(chosen))
            read += [found] if isinstance(found, Series) else []
            refused += (found,) if isinstance(found, Text) else ()
        alarms = _keep(reading, under, (read, refused), now)
    return Looked(series=len(read), alarms=alarms)


def _read(reading: Reading, selection: Selection, rate: float, beside: int) -> Series | Text | None:
    try:
        return read_series(reading, selection, None, rate, beside)
    except BusyError:
        # Files went while they were read: the job is repeated, on the version there is then.
        raise
    except KuuloError as error:
        # Said on the page beside the series that can be read.
        return error.found


@transaction.atomic
def _keep(reading: Reading, under: str, found: tuple[list[Series], tuple[Text, ...]], now: datetime) -> int:
    series, refused = found
    content = {
        "series": [series_to_plain(one) for one in series],
        "refused": [text_to_plain(one) for one in dict.fromkeys(refused)],
    }
    Watch.objects.update_or_create(
        pk=1,
        defaults={
            "made_at": now,
            "data_version": reading.data_version,
            "read_under": under,
            "guarded_by": guarded_by(reading),
            "content": content,
        },
    )
    return settle_alarms(series=series, data_version=reading.data_version, now=now)


def set_rate(*, rate: float, by: str, now: datetime) -> None:
    """Set the share of years without any change in which a series may give a false alarm.

    Raises:
        InputError: It is so low that nothing would be found, or so high that nothing would be believed.
    """
    if not LOWEST <= rate <= HIGHEST:
        raise InputError(
            _("A rate of {rate} per cent of years with a false alarm cannot be set."),
            _("Take {lowest}–{highest} per cent."),
            rate=round(rate * 100),
            lowest=round(LOWEST * 100),
            highest=round(HIGHEST * 100),
        )
    Settings.objects.update_or_create(pk=1, defaults={"rate": rate, "changed_at": now, "changed_by": by})
