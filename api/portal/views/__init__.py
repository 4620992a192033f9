"""From what was found to what a template shows: plain values, their words in one language."""
