"""The demo's data: fixed people and accounts, and threads as text files."""
