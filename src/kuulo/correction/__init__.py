"""Who was asked, who answered and who did not: how far a figure resembles everybody, and what it is corrected to."""
