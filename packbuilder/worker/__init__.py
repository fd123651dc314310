"""A child process that does the window's long work; JSON lines in and out; no Qt."""
