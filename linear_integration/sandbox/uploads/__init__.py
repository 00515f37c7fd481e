"""File storage as Linear's: an address to put a file at, one to read it at, and who may."""
