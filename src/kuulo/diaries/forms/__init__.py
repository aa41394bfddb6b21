"""Forms of the diary's settings: the whole diary, a question, a prompt; texts in each language of the study."""

from __future__ import annotations

from kuulo.diaries.forms.frame import FrameForm
from kuulo.diaries.forms.prompts import PromptForm
from kuulo.diaries.forms.questions import QuestionForm

__all__ = ["FrameForm", "PromptForm", "QuestionForm"]
