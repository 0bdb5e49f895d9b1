"""A classification set under controlled shifts: pictures of single objects, one factor altered at a time."""
