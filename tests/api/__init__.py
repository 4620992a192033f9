"""The parts of the HTTP side by themselves."""
