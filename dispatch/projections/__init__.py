"""What screens read: rows and figures computed from the board, and history computed from the log."""
