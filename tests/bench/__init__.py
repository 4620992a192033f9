"""The parts of the benches that need no node."""
