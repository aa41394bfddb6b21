"""Pure rules of responses: checks, signals, signed forms, states, what a page shows."""
