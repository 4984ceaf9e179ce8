"""The steering report and the citizens' version of a release: made once from frozen content, signed, made anew alike."""
