"""The board as a whole, live: what would be better, found outside of web and engine, shown before it is done."""
