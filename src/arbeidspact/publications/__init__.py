"""Publications: what leaves the professionals' side, as guarded releases that stay as they are."""
