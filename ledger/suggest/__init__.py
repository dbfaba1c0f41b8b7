"""Finding the sentences of a text that look like claims."""
