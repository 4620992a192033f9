"""Records in the forms other people use; pure, knows only records."""
