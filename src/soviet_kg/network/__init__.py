"""The graph as a network: nodes, edges with their claims, figures for each node, and places on a page."""
