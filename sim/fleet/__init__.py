"""Many servers, one data set: frames with their own seeds, photographed by workers that may die.

`units` says what is to be done, `work` does it with one server, `pool` and `ray_engine` spread it over many,
`log` keeps what happened, `projection` says from the log how long the rest will take.
"""
