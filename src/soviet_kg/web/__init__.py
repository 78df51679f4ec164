"""The reading room: pages for people, SPARQL and linked data for programs, one build behind them."""
