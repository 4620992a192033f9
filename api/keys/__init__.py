"""Who asks: keys given out, carried by a request, recognised and let in."""
