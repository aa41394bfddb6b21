"""How far coders of passages agree."""
