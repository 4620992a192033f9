"""Tables and networks: what stands above the engines, which only count."""
