"""Django's PostgreSQL, for connections that are shared in a pool and may end at any time."""
