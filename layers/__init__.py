"""The map: files in; features, tiles, a style, names and routes out. Knows neither Plotly nor Flask."""
