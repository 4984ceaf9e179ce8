"""Nobody lost: queues of what cannot wait, each line with an owner and a next action."""
