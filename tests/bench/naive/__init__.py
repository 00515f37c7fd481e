"""The views that one writes first: a new HTTP client and a new database connection a request."""
