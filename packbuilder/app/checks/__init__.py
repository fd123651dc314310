"""The checks below the panes: what was found, what puts it right, and the strip that shows both."""
