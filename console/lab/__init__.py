"""The policy lab: the same day again under other rules."""
