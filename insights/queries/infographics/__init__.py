"""What an infographic says: put together for paper, for the page beside it, and for who edits it."""
