"""What can be asked and who answers; knows no HTTP."""
