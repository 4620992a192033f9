"""One suite for every engine: the same answers, checked against brute force."""
