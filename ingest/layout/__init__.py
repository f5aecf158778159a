"""A page's words and rules, with their places, become text in reading order; the same for PDF text and for scans."""
