"""What we measure with: paired runs and their ratios, since machines are shared and noisy."""
