"""The domain: alerts become tickets, tickets become assignments, and every change is one event in one log."""
