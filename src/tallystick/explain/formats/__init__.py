"""File formats that explainers read, strictly and within caps."""
