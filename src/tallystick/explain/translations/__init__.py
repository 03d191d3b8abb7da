"""Message catalogues: what a ``.po`` says, what its neighbours agree on, and what merging makes of both."""
