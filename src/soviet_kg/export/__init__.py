"""Everything that a build can be turned into."""
