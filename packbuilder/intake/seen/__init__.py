"""What is seen on a page, and what only seems to be gone from it."""
