"""The catalogue of answer labels in English, Finnish and Swedish: which scale a set of labels belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

LEADING_NUMBER = re.compile(r"^\(?(\d{1,2})\)?\s*(?:[-–—=:.)]\s*|\s+(?=\D))(?=\D)")


@dataclass(frozen=True, slots=True)
class LabelScale:
    """A scale of labels, lowest first; a step holds its wordings, parted by "|"; ``direction`` 0: must be asked.

    ``needed`` are groups of steps; without an answer from each, the labels speak for a shorter scale.
    """

    family: str
    direction: int
    steps: tuple[str, ...]
    needed: tuple[frozenset[int], ...] = ()

    def values(self) -> dict[str, float]:
        """Return every wording with its value, counted from 1."""
        return {wording: float(step) for step, words in enumerate(self.steps, start=1) for wording in words.split("|")}


AGREE_LOW = (
    "strongly disagree|completely disagree|totally disagree|disagree strongly|disagree completely|fully disagree"
    "|täysin eri mieltä|täysin erimieltä|instämmer inte alls|helt av annan åsikt|tar helt avstånd|håller inte alls med"
)
AGREE_HIGH = (
    "strongly agree|completely agree|totally agree|agree strongly|agree completely|fully agree"
    "|täysin samaa mieltä|instämmer helt|instämmer helt och hållet|helt av samma åsikt|håller helt med"
)
AGREE_MIDDLE = (
    "neither agree nor disagree|neither agree or disagree|neutral|undecided|neither|ei samaa eikä eri mieltä"
    "|en samaa enkä eri mieltä|neutraali|siltä väliltä|varken eller|varken instämmer eller tar avstånd"
    "|varken av samma eller annan åsikt"
)
SOMEWHAT_DISAGREE = (
    "somewhat disagree|slightly disagree|tend to disagree|disagree somewhat|jokseenkin eri mieltä|osittain eri mieltä"
    "|melko eri mieltä|osin eri mieltä|instämmer delvis inte|instämmer knappast|delvis av annan åsikt"
    "|tar delvis avstånd"
)
SOMEWHAT_AGREE = (
    "somewhat agree|slightly agree|tend to agree|agree somewhat|jokseenkin samaa mieltä|osittain samaa mieltä"
    "|melko samaa mieltä|osin samaa mieltä|instämmer delvis|instämmer i viss mån|delvis av samma åsikt"
    "|håller delvis med"
)
DISAGREE = "disagree|eri mieltä|instämmer inte|av annan åsikt|håller inte med"
AGREE = "agree|samaa mieltä|instämmer|av samma åsikt|håller med"

SLIGHTLY_SV = "instämmer till liten del|instämmer i liten grad"
PARTLY_SV = "instämmer delvis|instämmer till viss del|instämmer i viss mån"
LARGELY_SV = "instämmer till stor del|instämmer i hög grad"

DISSATISFIED = (
    "dissatisfied|somewhat dissatisfied|unsatisfied|fairly dissatisfied|tyytymätön|melko tyytymätön"
    "|jokseenkin tyytymätön|missnöjd|ganska missnöjd"
)
SATISFIED = (
    "satisfied|somewhat satisfied|fairly satisfied|tyytyväinen|melko tyytyväinen|jokseenkin tyytyväinen|nöjd"
    "|ganska nöjd"
)
SATISFIED_MIDDLE = (
    "neither satisfied nor dissatisfied|neither satisfied or dissatisfied|neutral|neither"
    "|ei tyytyväinen eikä tyytymätön|en tyytyväinen enkä tyytymätön|neutraali|varken nöjd eller missnöjd|varken eller"
)
SATISFIED_LOW = (
    "very dissatisfied|extremely dissatisfied|very unsatisfied|completely dissatisfied|erittäin tyytymätön"
    "|hyvin tyytymätön|mycket missnöjd"
)
SATISFIED_HIGH = (
    "very satisfied|extremely satisfied|completely satisfied|erittäin tyytyväinen|hyvin tyytyväinen|mycket nöjd"
)

SCALES = (
    LabelScale("agreement", 1, (AGREE_LOW, f"{DISAGREE}|{SOMEWHAT_DISAGREE}", f"{AGREE}|{SOMEWHAT_AGREE}", AGREE_HIGH)),
    LabelScale(
        "agreement",
        1,
        (AGREE_LOW, f"{DISAGREE}|{SOMEWHAT_DISAGREE}", AGREE_MIDDLE, f"{AGREE}|{SOMEWHAT_AGREE}", AGREE_HIGH),
    ),
    LabelScale(
        "agreement",
        1,
        (AGREE_LOW, DISAGREE, SOMEWHAT_DISAGREE, AGREE_MIDDLE, SOMEWHAT_AGREE, AGREE, AGREE_HIGH),
        needed=(frozenset({2, 6}), frozenset({3, 5})),
    ),
    LabelScale("agreement", 1, (AGREE_LOW, PARTLY_SV, LARGELY_SV, AGREE_HIGH), needed=(frozenset({3}),)),
    LabelScale(
        "agreement",
        1,
        (AGREE_LOW, SLIGHTLY_SV, PARTLY_SV, LARGELY_SV, AGREE_HIGH),
        needed=(frozenset({2, 4}),),
    ),
    LabelScale(
        "agreement",
        1,
        (AGREE_LOW, f"{SLIGHTLY_SV}|{PARTLY_SV}", AGREE_MIDDLE, LARGELY_SV, AGREE_HIGH),
        needed=(frozenset({3}), frozenset({4})),
    ),
    LabelScale("csat", 1, (SATISFIED_LOW, DISSATISFIED, SATISFIED, SATISFIED_HIGH)),
    LabelScale("csat", 1, (SATISFIED_LOW, DISSATISFIED, SATISFIED_MIDDLE, SATISFIED, SATISFIED_HIGH)),
    LabelScale(
        "quality",
        1,
        (
            "very poor|very bad|terrible|erittäin huono|todella huono|mycket dålig|mycket dåligt",
            "poor|bad|huono|melko huono|dålig|dåligt|ganska dålig",
            "neither good nor poor|neither good nor bad|fair|average|okay|ok|acceptable|neutral|kohtalainen"
            "|keskinkertainen|ei hyvä eikä huono|varken bra eller dålig|varken bra eller dåligt|godtagbar|medel",
            "good|hyvä|melko hyvä|bra|ganska bra|god",
            "very good|excellent|great|erittäin hyvä|erinomainen|mycket bra|utmärkt",
        ),
    ),
    LabelScale(
        "quality",
        1,
        ("poor|huono|dålig", "fair|tyydyttävä|godtagbar", "good|hyvä|bra", "very good|erittäin hyvä|mycket bra",
         "excellent|erinomainen|utmärkt"),
        needed=(frozenset({5}),),
    ),
    LabelScale(
        "ease",
        1,
        (
            "very difficult|extremely difficult|very hard|erittäin vaikea|erittäin vaikeaa|mycket svårt|mycket svår",
            "difficult|somewhat difficult|fairly difficult|hard|vaikea|vaikeaa|melko vaikea|melko vaikeaa|svårt"
            "|ganska svårt",
            "neither easy nor difficult|neither|neutral|ei helppo eikä vaikea|ei helppoa eikä vaikeaa|neutraali"
            "|varken lätt eller svårt|varken enkelt eller svårt|varken eller",
            "easy|somewhat easy|fairly easy|helppo|helppoa|melko helppo|melko helppoa|lätt"
            "|ganska lätt|enkelt|ganska enkelt",
            "very easy|extremely easy|erittäin helppo|erittäin helppoa|mycket lätt|mycket enkelt",
        ),
    ),
    LabelScale(
        "effort",
        -1,
        (
            "very low effort|very little effort|erittäin vähän vaivaa|erittäin vähän|mycket liten ansträngning",
            "low effort|little effort|vähän vaivaa|melko vähän|liten ansträngning",
            "neutral|moderate effort|some effort|jonkin verran vaivaa|kohtalaisesti|måttlig ansträngning",
            "high effort|much effort|paljon vaivaa|melko paljon|stor ansträngning",
            "very high effort|very much effort|erittäin paljon vaivaa|erittäin paljon|mycket stor ansträngning",
        ),
    ),
    LabelScale(
        "likelihood",
        1,
        (
            "very unlikely|extremely unlikely|erittäin epätodennäköisesti|erittäin epätodennäköistä|mycket osannolikt",
            "unlikely|somewhat unlikely|epätodennäköisesti|epätodennäköistä|osannolikt",
            "neither likely nor unlikely|neutral|neither|ei todennäköistä eikä epätodennäköistä|varken eller"
            "|varken troligt eller osannolikt",
            "likely|somewhat likely|todennäköisesti|todennäköistä|troligt|sannolikt|troligen",
            "very likely|extremely likely|erittäin todennäköisesti|erittäin todennäköistä|mycket troligt"
            "|mycket sannolikt",
        ),
    ),
    LabelScale(
        "frequency",
        0,
        (
            "never|none of the time|ei koskaan|en koskaan|aldrig",
            "rarely|seldom|harvoin|sällan",
            "sometimes|some of the time|occasionally|joskus|toisinaan|ibland",
            "often|most of the time|usually|usein|ofta",
            "always|all of the time|aina|alltid",
        ),
    ),
)  # fmt: skip

NO_ANSWER = frozenset(
    [
        "don't know",
        "dont know",
        "do not know",
        "i don't know",
        "not sure",
        "unsure",
        "n/a",
        "na",
        "not applicable",
        "does not apply",
        "no opinion",
        "cannot say",
        "can't say",
        "prefer not to say",
        "prefer not to answer",
        "rather not say",
        "no answer",
        "did not answer",
        "no response",
        "unknown",
        "dk",
        "no experience",
        "refused",
        "not answered",
        "not asked",
        "missing",
        "nan",
        "null",
        "#n/a",
        "skipped",
        "?",
        "en osaa sanoa",
        "eos",
        "en tiedä",
        "ei koske minua",
        "ei vastausta",
        "ei vastannut",
        "ei tietoa",
        "ei mielipidettä",
        "en halua sanoa",
        "en halua vastata",
        "ei kokemusta",
        "ei sovellu",
        "tyhjä",
        "vet ej",
        "vet inte",
        "ej aktuellt",
        "inte aktuellt",
        "ingen åsikt",
        "kan inte säga",
        "kan ej säga",
        "inget svar",
        "ej svar",
        "svarade inte",
        "ej besvarad",
        "vill inte svara",
        "ingen erfarenhet",
        "ej relevant",
    ]
)


def normalise(label: str) -> str:
    """Return a label without case, stray blanks, typographic quotes, a leading number and closing punctuation."""
    text = unicodedata.normalize("NFKC", label).casefold().replace("’", "'").replace("`", "'")
    text = " ".join(text.split())
    return LEADING_NUMBER.sub("", text).rstrip(" .!:;,*") if text != "?" else text


def is_no_answer(label: str) -> bool:
    """Whether a label says that there is no answer: "don't know", "not applicable" and their like."""
    return normalise(label) in NO_ANSWER


def is_catalogue(labels: Mapping[str, float]) -> bool:
    """Whether labels with their values are exactly those of a scale of the catalogue."""
    return any(scale.values() == labels for scale in SCALES)


def matching_scales(labels: Iterable[str]) -> tuple[LabelScale, ...]:
    """Return the scales that hold all these labels, each on a step of its own; the labels are normalised already."""
    wanted = list(labels)
    return tuple(scale for scale in SCALES if wanted and _holds(scale, wanted))


def _holds(scale: LabelScale, labels: Collection[str]) -> bool:
    values = scale.values()
    steps = [values.get(label) for label in labels]
    if None in steps or len(set(steps)) < len(steps):
        return False
    return all(any(step in group for step in steps) for group in scale.needed)
