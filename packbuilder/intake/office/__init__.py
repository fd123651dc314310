"""Has LibreOffice make pages of what it reads; nothing it says is trusted."""
