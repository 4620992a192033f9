"""How much the engine is asked at once: lines before it, and who is sent away."""
