"""What a node can go on without, Redis and the record store: asked with patience, left alone when they fail."""
