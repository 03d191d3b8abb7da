"""Identity: who published an artifact, from where, proven how, and is it still the same."""
