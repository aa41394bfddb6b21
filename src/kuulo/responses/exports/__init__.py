"""Answers out: one response a row, as tables for spreadsheets, statistics programs and data frames.

Building a table (`columns`, `states`, `anonymity`, `table`) is apart from writing it (`csv_file`, `xlsx_file`,
`parquet_file`, `sav_file`).
"""
