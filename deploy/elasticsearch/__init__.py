"""A real Elasticsearch on a machine with no container engine, for tests, benches and development."""
