"""How devices and platforms speak to us: one folder per kind of source."""
