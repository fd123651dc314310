"""The window. The only package that knows Qt; it asks the rest of packbuilder to do the work."""
