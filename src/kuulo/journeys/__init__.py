"""Touchpoints recognised by rules, and journeys: where customers pass, drop out, wait and struggle."""
