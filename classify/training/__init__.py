"""Training of classifiers through the shared core: configuration, data, task."""
