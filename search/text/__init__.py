"""Text analysis, once for all engines: folding, tokens, pinyin, and the keys made of them."""
