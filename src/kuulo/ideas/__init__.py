"""The idea bank and weak signals: who needs it, how many, what it is worth, what holds."""
