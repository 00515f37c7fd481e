"""A tour of every page and state, on a demo of its own: for audits, pictures and timings."""
