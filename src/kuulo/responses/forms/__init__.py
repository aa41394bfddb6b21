"""Forms of the room's own pages; the forms customers answer are made from the questionnaire instead."""
