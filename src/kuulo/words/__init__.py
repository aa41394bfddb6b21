"""What is known of every comment: language, feeling, themes, codes, its masked form, and its meaning as numbers."""
