"""The core's protocols kept by real things: SQL, memory, Redis."""
