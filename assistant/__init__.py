"""From a question to an Answer, and the three doors to it: command line, HTTP, web chat."""
