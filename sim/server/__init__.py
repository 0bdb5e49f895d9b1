"""An embedded server that speaks the CARLA 0.9.16 wire protocol and renders without a GPU."""
