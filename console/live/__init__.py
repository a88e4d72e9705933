"""From the log to the sockets: what changed, for whom, and when it is told."""
