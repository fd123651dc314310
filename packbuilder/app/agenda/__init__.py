"""The agenda pane: a tree that looks like the printed agenda and is edited in place."""
