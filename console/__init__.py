"""The edge: HTTP, sockets, pages and the command line around the core."""
