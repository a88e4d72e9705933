"""Commands of ``shaodao``, one file a group."""
