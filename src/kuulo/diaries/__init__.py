"""Diary studies: prompts, and entries that participants write on the phone, off-line too."""
