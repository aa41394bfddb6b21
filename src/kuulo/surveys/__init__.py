"""Answers to questions: reading files of any survey tool, understanding their columns, and storing the responses."""
