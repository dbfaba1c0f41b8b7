"""What the ledger does: one function a task, raw words in, values out. Reading services load no SQLModel."""
