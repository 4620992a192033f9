"""Makes `strokes.txt` from a published table of characters; run by hand, never at run time."""
