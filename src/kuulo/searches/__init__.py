"""Search by words and by meaning over everything customers said, and searches kept as segments."""
