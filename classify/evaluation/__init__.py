"""Evaluation of classifiers: predictions first, then figures from them alone."""
