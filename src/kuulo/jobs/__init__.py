"""Background work: rows claimed by workers, with leases, progress and retries."""
