"""Anomaly segmentation: data sets, networks, training, prediction and evaluation."""
