"""Tests of what can be asked, how text is analysed, and how an answer is put together."""
