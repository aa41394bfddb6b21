"""Early adopters: found by what they do and say, and their mood followed apart from the rest."""
