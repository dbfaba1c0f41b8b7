"""Reading text: folding, escaping, sentences, quotes and anchors, similarity, languages."""
