"""Classification under shift."""
