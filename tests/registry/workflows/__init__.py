"""Whole workflows as the people of the documents go through them, with every step that somebody may not take."""
