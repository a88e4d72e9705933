"""One module per layer: what its rows say, how it is drawn, who may see it."""
