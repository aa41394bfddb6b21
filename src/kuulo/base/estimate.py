"""The contract of a figure: the only shape in which one leaves the system."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from kuulo.base.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One figure with everything needed to judge it.

    ``value``, ``low``, ``high`` and ``se`` share the measure's unit (NPS: points from −100 to 100; shares: 0–1;
    means: scale points). They are ``None`` when the figure is withheld or cannot be computed; ``notes`` then says why.

    Attributes:
        measure: Family of the measure, such as ``nps``.
        value: The figure itself.
        low: Lower end of the interval.
        high: Upper end of the interval.
        se: Standard error.
        confidence: Confidence level of the interval, 0–1.
        n: Answers the figure rests on; ``None`` when withheld.
        n_eff: Effective number of answers after weights and design.
        deff: Design effect: variance under the design over the variance of a simple random sample of n.
        invited: How many were asked; ``None`` where nobody knows.
        answered: How many of the asked answered this question; ``None`` where nobody knows.
        method: How value and interval were computed, in a few fixed words such as ``tango``.
        definition: Named, versioned definition, such as ``nps@1``.
        data_version: Version of the data the figure was computed on; empty outside the store.
        notes: Everything a reader must know before trusting the figure.
        raw: The same figure of the answers as they came, where ``value`` is corrected for who did not answer.
        trust: One sentence on how far the figure can be trusted, and for whom.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    se: float | None
    confidence: float
    n: int | None
    n_eff: float | None
    deff: float | None
    invited: int | None
    answered: int | None
    method: str
    definition: str
    data_version: str = ""
    notes: tuple[Text, ...] = ()
    raw: float | None = None
    trust: Text | None = None

    @property
    def withheld(self) -> bool:
        """Whether the figure is kept back to protect persons."""
        return self.n is None

    def kept_back(self, note: Text) -> Estimate:
        """Return the estimate without anything that was computed from the answers; the note says why."""
        return replace(
            self,
            value=None,
            low=None,
            high=None,
            se=None,
            n=None,
            n_eff=None,
            deff=None,
            invited=None,
            answered=None,
            method="withheld",
            notes=(note,),
            raw=None,
            trust=None,
        )

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values, ready for JSON."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return plain | {
            "notes": [str(note) for note in self.notes],
            "trust": None if self.trust is None else str(self.trust),
        }
