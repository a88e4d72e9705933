"""What the Dash screens share."""
