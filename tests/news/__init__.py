"""What readers see and do."""
