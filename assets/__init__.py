"""Anomaly models: built-in ones, and catalogues of them on disk."""
