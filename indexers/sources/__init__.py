"""One module for each publisher whose files we know."""
