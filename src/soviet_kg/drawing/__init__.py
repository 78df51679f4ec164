"""Pictures: networks, timelines and charts as SVG, PNG, PDF and HTML."""
