"""Questionnaires as pure rules: what one is, the way through it, what is wrong with it."""
