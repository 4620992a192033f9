"""What stands beside a node: the Elasticsearch for tests, the compose file."""
