"""Who accompanies a person: colleagues and partner organisations, why, and when somebody last spoke with them."""
