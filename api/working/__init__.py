"""Export jobs done: taken up one by one, written beside their place, checked, put there, and removed in time."""
