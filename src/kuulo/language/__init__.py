"""Customers' own words: language, lemmas, personal data, feelings, themes, codes, search, summaries; pure, off-line."""
