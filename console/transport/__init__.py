"""How bytes travel: our own gevent server, its limits, and WebSockets that neither grow nor break."""
