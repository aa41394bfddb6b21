"""Finding out what the columns of a file are; what the file does not settle becomes a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.asking import ask_dates, ask_role
from kuulo.surveys.rules.columns import ColumnGuess, Question, Recognition, Role
from kuulo.surveys.rules.hints import ANY_ID, BY_ROLE, CODE, COMMENT, OTHER_TIME, PARTY_ID, RESPONSE_ID
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.profiles import Profile, profile_columns
from kuulo.surveys.rules.scores import guess_score
from kuulo.surveys.rules.statuses import is_status
from kuulo.surveys.rules.times import read_dates

MANY_FLAGS = 10
SMALL_VOCABULARY = 30


def recognise(answer_file: AnswerFile) -> Recognition:
    """Return what each column is taken for, and the questions that are open."""
    profiles = profile_columns(answer_file)
    siblings = [frozenset(profile.words) for profile in profiles if profile.words and not profile.numbers]
    guesses = [_guess_column(profile, siblings) for profile in profiles]
    guesses = _choose_id(_join_flags(guesses, profiles), profiles)
    headed = [replace(guess, header=answer_file.headers[guess.column]) for guess in guesses]
    return Recognition(columns=tuple(headed), notes=tuple(_notes(headed, profiles)))


def _guess_column(profile: Profile, siblings: Collection[frozenset[str]]) -> ColumnGuess:
    if not profile.filled:
        return _sure(profile, Role.OTHER, say(_("The column is empty.")))
    for guesser in (_guess_time, _guess_id, _guess_by_name):
        guess = guesser(profile)
        if guess:
            return guess
    return guess_score(profile, siblings) or _guess_flag(profile) or _guess_text(profile)


def _sure(profile: Profile, role: Role, reason: Text, *, date_order: str = "") -> ColumnGuess:
    return ColumnGuess(
        column=profile.column, header=profile.header, role=role, certain=True, date_order=date_order, reason=reason
    )


def _open(profile: Profile, role: Role, reason: Text, question: Question) -> ColumnGuess:
    return ColumnGuess(
        column=profile.column, header=profile.header, role=role, certain=False, reason=reason, questions=(question,)
    )


def _guess_time(profile: Profile) -> ColumnGuess | None:
    role = Role.ATTRIBUTE if OTHER_TIME.search(profile.header) else Role.TIME
    if profile.values.dtype.is_temporal():
        role = role if str(profile.values.dtype).startswith("Date") else Role.OTHER
        return _sure(profile, role, say(_("The file keeps dates in it.")))
    if not profile.is_text:
        return None
    reading = read_dates(profile.sample)
    if reading.share < 0.8:
        return None
    if len(reading.orders) > 1:
        reading = read_dates(profile.values)
    if role is Role.TIME and len(reading.orders) > 1:
        example = str(profile.sample[0])
        template = _(
            "It holds dates: {days} can only have the day first, {months} only the month, the others could be either."
        )
        reason = say(template, days=reading.day_first, months=reading.month_first)
        return _open(profile, role, reason, ask_dates(profile.column, reading.orders, example))
    return _sure(profile, role, say(_("It holds dates.")), date_order=reading.orders[0])


def _guess_id(profile: Profile) -> ColumnGuess | None:
    name = profile.column.strip()
    unique = profile.distinct == profile.filled
    if RESPONSE_ID.match(name) and profile.distinct >= 0.95 * profile.filled:
        return _sure(profile, Role.ID, say(_("Its name is that of a response's own id.")))
    if PARTY_ID.match(name):
        return _sure(profile, Role.PARTY, say(_("Its name is that of a person's or customer's id.")))
    if not (ANY_ID.search(name) or RESPONSE_ID.match(name)) or profile.distinct < 0.02 * profile.filled:
        return None
    if profile.distinct < 0.5 * profile.filled:
        return _sure(profile, Role.OTHER, say(_("A number that many rows share.")))
    template = _("Its name is that of an id; {repeated} of {filled} filled cells repeat one.")
    reason = say(template, repeated=profile.filled - profile.distinct, filled=profile.filled)
    roles = (Role.ID, Role.PARTY, Role.OTHER) if unique else (Role.PARTY, Role.ID, Role.OTHER)
    return _open(profile, roles[0], reason, ask_role(profile.column, roles))


def _guess_by_name(profile: Profile) -> ColumnGuess | None:
    for role, pattern in BY_ROLE:
        if pattern.search(profile.column) and _plays(role, profile):
            return _sure(profile, role, say(_("Its name and its values say so.")))
    if is_status(profile.words) and not profile.numbers:
        return _sure(profile, Role.STATUS, say(_("Its values say whether a response is complete.")))
    return None


def _plays(role: Role, profile: Profile) -> bool:
    """Whether a column's values fit the role its name speaks of."""
    if role is Role.STATUS:
        return is_status(profile.words) or set(profile.numbers) <= {0, 1}
    if role is Role.WEIGHT:
        return _is_positive_number(profile)
    return profile.is_text and profile.distinct <= 50


def _is_positive_number(profile: Profile) -> bool:
    if profile.values.dtype.is_numeric():
        return bool(profile.values.drop_nulls().cast(float).min() >= 0)  # type: ignore[operator] # -- a column of numbers
    sample = replace(profile, values=profile.sample.head(150), distinct=profile.sample.head(150).n_unique())
    return bool(sample.numbers) and not sample.words and min(sample.numbers) >= 0


def _guess_flag(profile: Profile) -> ColumnGuess | None:
    if profile.numbers and not profile.words and set(profile.numbers) <= {0, 1}:
        return _sure(profile, Role.ATTRIBUTE, say(_("It holds nothing but yes and no.")))
    return None


def _join_flags(guesses: Sequence[ColumnGuess], profiles: Sequence[Profile]) -> list[ColumnGuess]:
    """Set aside yes-and-no columns that come by the dozen: choices or themes of one question, no attributes."""
    flags = {profile.column for profile in profiles if _guess_flag(profile)}
    if len(flags) < MANY_FLAGS:
        return list(guesses)
    reason = say(_("One of {count} columns of yes and no: choices or themes of one question."), count=len(flags))
    return [
        replace(guess, role=Role.OTHER, reason=reason)
        if guess.column in flags and guess.role is Role.ATTRIBUTE
        else guess
        for guess in guesses
    ]


def _guess_text(profile: Profile) -> ColumnGuess:
    if not profile.is_text:
        return _guess_other_number(profile)
    sample = profile.sample
    if parse_numbers(sample, profile.decimal).null_count() <= len(sample) // 10:
        return _guess_other_number(profile)
    length = float(sample.str.len_chars().mean() or 0)  # type: ignore[arg-type] # -- a column of whole numbers
    share = profile.distinct / profile.filled
    if _holds_several(profile):
        return _sure(profile, Role.OTHER, say(_("Its cells hold several answers each.")))
    spoken = COMMENT.search(profile.header) is not None
    wordy = float(sample.str.contains(r"\S\s+\S").mean() or 0)  # type: ignore[arg-type] # -- a column of flags
    few = profile.distinct <= 20 or (share <= 0.1 and profile.distinct <= 500)
    prose = share > 0.5 and (spoken or (wordy >= 0.5 and length >= 20 and profile.filled > 2))
    if few and (length <= 60 or share <= 0.05) and not prose:
        return _sure(profile, Role.ATTRIBUTE, say(_("Different values in it: {count}."), count=profile.distinct))
    if share >= 0.3 and (wordy >= 0.3 or (spoken and wordy >= 0.1) or (few and spoken)):
        return _sure(profile, Role.COMMENT, say(_("It holds free text.")))
    return _sure(profile, Role.OTHER, say(_("Its values are too many to group by and no free text.")))


def _guess_other_number(profile: Profile) -> ColumnGuess:
    labelled = bool(profile.labels)
    if profile.distinct <= 20 and (labelled or CODE.search(profile.header)):
        return _sure(profile, Role.ATTRIBUTE, say(_("Different values in it: {count}."), count=profile.distinct))
    return _sure(profile, Role.OTHER, say(_("It holds numbers that are no answers on a scale.")))


def _holds_several(profile: Profile) -> bool:
    """Whether cells list several choices out of a small vocabulary, as "select all that apply" is exported."""
    for sign in (";", "|", ","):
        cells = profile.sample.str.split(sign)
        several = cells.list.len() > 1
        if several.mean() and float(several.mean()) >= 0.3:  # type: ignore[arg-type] # -- a column of flags
            words = cells.explode().str.strip_chars()
            # prose with commas has no more cells than pieces; choices ticked freely combine into many more
            if words.n_unique() <= min(SMALL_VOCABULARY, profile.distinct) and len(words) >= 5 * words.n_unique():
                return True
    return False


def _choose_id(guesses: Sequence[ColumnGuess], profiles: Sequence[Profile]) -> list[ColumnGuess]:
    """Let a person's id that never repeats be the response's id where the file has no other."""
    if any(guess.role is Role.ID and guess.certain for guess in guesses):
        return list(guesses)
    distinct = {profile.column: profile.distinct == profile.filled == len(profile.values) for profile in profiles}
    reason = say(_("It names each row once, and the file has no other id of responses."))
    chosen = [guess for guess in guesses if guess.role is Role.PARTY and guess.certain and distinct[guess.column]]
    respondent = [
        guess for guess in chosen if "respond" in guess.column.casefold() or "vastaaja" in guess.column.casefold()
    ]
    return [replace(guess, role=Role.ID, reason=reason) if guess in respondent[:1] else guess for guess in guesses]


def _notes(guesses: Sequence[ColumnGuess], profiles: Sequence[Profile]) -> list[Text]:
    notes = []
    by_column = {profile.column: profile for profile in profiles}
    for guess in guesses:
        profile = by_column[guess.column]
        if guess.role is Role.PARTY and guess.certain and profile.distinct < profile.filled:
            template = _(
                "“{column}” repeats: {rows} rows come from {parties} people. Rows of one person are not independent."
            )
            notes.append(say(template, column=guess.column, rows=profile.filled, parties=profile.distinct))
    return notes
