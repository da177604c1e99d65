"""Tests of people: signing in, passwords, invitations."""
