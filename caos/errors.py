"""The one exception a user is meant to read."""

from __future__ import annotations


class CaosError(Exception):
    """Bad input or a broken environment, told in one line: what, where (file, field, value), and the way out.

    The command line prints the message without a traceback and exits with code 2. Library code raises it for
    everything a user can cause; programming errors stay ordinary exceptions.
    """
