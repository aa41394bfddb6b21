"""Forms of journeys."""
