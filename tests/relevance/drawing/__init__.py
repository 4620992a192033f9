"""Drawing queries from the publishers' files: what there is, how it is typed, a table of groups."""
