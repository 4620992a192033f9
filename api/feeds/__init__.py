"""The changes of the store for those who follow them, and those who wait for the next."""
