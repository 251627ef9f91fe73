"""A city's own system that reports its quarter to the hub, as a real client would; it imports nothing from the hub."""
