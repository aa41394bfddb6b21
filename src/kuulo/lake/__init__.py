"""The store of signals: recorded in an outbox, sealed into Delta Lake, read as one version."""
