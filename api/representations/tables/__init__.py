"""Tables as they are shown: labelled and told of, in rows, as a matrix."""
