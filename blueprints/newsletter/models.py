"""Subscribers, issues and deliveries."""
