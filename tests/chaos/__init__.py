"""`python -m tests.chaos`: with real processes, a write to Linear happens exactly once."""
