"""What is done to a PDF so that nothing slips out with it."""
