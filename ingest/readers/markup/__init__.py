"""The elements of HTML as blocks of text."""
