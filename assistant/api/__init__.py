"""The HTTP service: section 5 of the contract."""
