"""From a file to a Document: its header, clause tree and facts."""
