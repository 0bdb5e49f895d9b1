"""The simulator side: a CARLA client that renders data sets, and an embedded server that speaks CARLA."""
