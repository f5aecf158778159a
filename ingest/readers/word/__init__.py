"""Word's .docx: package, styles, numbering, paragraphs, body."""
