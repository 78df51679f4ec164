"""Read historical documents and say, in RDF, who claims what, with the exact words that prove it."""

__version__ = "0.1.0"
