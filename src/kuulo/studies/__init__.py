"""Studies: the decision question, the plan written before fieldwork, team, participants, consent, schedule, result."""
