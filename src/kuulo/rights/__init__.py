"""The customer's own rights: own page, export, correction, erasure, retention, the record of processing."""
