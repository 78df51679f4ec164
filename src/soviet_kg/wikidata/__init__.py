"""Wikidata's side: what is known of its items, which of them our entities are, and why."""
