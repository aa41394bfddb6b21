"""The understanding plan: the year's decisions, what must be known for each, and what is known."""
