"""How the customer feels: per comment and per aspect, with a probability, and silence where it is not known."""
