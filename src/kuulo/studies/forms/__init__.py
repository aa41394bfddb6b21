"""Forms of the room."""

from kuulo.studies.forms.people import DrawForm, HandForm, MemberForm
from kuulo.studies.forms.plan import PlanForm, ResultForm
from kuulo.studies.forms.sessions import SessionForm, ToAskForm

__all__ = ["DrawForm", "HandForm", "MemberForm", "PlanForm", "ResultForm", "SessionForm", "ToAskForm"]
