"""The engines behind the ports, each in a package of its own, opened by their URL."""
