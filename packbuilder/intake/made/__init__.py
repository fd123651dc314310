"""Documents made of what has no pages of its own: text, values, mail."""
