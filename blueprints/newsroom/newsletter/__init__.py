"""The newsletter as the desk sees it: digests to come, letters, issues and their numbers, subscribers, growth."""
