"""Coding of passages: people's codes, memos, blind double coding, agreement, code queries, the matrix."""
