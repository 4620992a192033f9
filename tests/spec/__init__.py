"""The spec against the service it describes."""
