"""How well are texts understood: measured on sets that stand beside the repository, in one way and in others."""
