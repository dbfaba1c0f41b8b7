"""Word lists and rules that find claims, prefill them and guess who speaks."""
