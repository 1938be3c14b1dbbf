"""Figures people ask for: of the network for everybody, of the work for the secretariat; each drawn, listed, and to take away."""
