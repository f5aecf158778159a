"""How the embedder that ships is made; nothing at run time imports this."""
