"""Studies out and in as REFI-QDA files, and in from Taguette."""
