"""Measurements beside a reference in the same run: `kuulo bench NAME --json`."""
