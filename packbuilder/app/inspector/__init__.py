"""The inspector: the form of what is selected, the meeting, an item or a document."""
