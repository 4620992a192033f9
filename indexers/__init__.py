"""From published files to records, and from changes to an index."""
