"""Pages of the network: the map, needs, ties, steps."""
