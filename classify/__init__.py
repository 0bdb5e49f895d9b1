"""Classification under shift (not built yet; see the roadmap in docs/)."""
