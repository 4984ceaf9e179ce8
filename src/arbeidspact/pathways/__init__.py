"""What was agreed with a person: the steps of the plan, who owes them, by when, and what became of them."""
