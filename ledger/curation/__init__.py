"""The writing side: from words to a draft and its faults, and from drafts to entries."""
