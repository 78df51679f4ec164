"""Other people's servers, asked politely: SPARQL endpoints with Wikidata's data, reconciliation services."""
