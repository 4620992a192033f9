"""Those who follow the changes, and wait."""
