"""Journeys in a real Chromium, each with JavaScript on and off."""
