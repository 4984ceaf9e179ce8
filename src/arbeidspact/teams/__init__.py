"""Who accompanies a person, across organisations: talks, the one lead, colleagues, and caseloads that move."""
