"""What the words mean: vocabulary, the fields of a claim, records, dates, likelihood, scales."""
