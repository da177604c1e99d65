"""The tests: real database, real requests, real templates."""
