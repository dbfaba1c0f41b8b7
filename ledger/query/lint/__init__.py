"""What a careful reader would ask about a claim: rules, and what they find in a ledger."""
