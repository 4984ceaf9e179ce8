"""The steering report and the citizens' version of a release: of frozen content, signed, made anew alike."""
