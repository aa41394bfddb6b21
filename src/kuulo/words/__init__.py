"""What is known of every comment: its language, feeling, themes and codes, its masked form, and the numbers its meaning is found by."""
