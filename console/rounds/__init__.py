"""Rounds (巡查): asked for at a desk or on the command line, worked out in a process of its own."""
