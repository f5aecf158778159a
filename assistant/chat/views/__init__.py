"""The views of the page beside the chat, each a fragment of HTML made anew from its address."""
