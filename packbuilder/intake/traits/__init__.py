"""What an Office file carries besides its pages, found before it is converted."""
