"""The library of documents, the two indexes derived from it, and the retriever over them."""
