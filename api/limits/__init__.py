"""How much each caller may ask: what a request costs, what was used, and what is told of it."""
