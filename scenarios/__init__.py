"""Scenario files: each says which data set `caos sim render` makes from it."""
