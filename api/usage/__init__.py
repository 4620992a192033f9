"""How the node is used: counted beside the requests, brought together through Redis, and told again."""
