"""Words that call for a person: questions, suggestions, praise of somebody, threats to leave, danger, complaints."""

from kuulo.language.calling.calls import calls
from kuulo.language.calling.kinds import PERSON_NEEDED, Call, CallKind
from kuulo.language.calling.meaning import embedder_name

__all__ = ["PERSON_NEEDED", "Call", "CallKind", "calls", "embedder_name"]
