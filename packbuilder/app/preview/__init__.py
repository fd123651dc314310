"""The pack as it will be printed: pages, thumbnails, bookmarks, find. PDFium reads in a thread of its own."""
