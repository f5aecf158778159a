"""The web page: a chat beside the documents that it cites."""
