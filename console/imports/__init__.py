"""Files of administrators into the map and out of it, by a child process (README.md)."""
