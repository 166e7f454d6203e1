"""One module for each revision; its number opens the file's name."""
