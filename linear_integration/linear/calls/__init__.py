"""The calls of LinearClient, by what they are about."""
