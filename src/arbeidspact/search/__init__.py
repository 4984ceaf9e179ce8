"""Finding words in the files of one's own people: what was written down, by stem, never what is sensitive."""
