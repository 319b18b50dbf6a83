"""Sections that only the families of youth care have: targets, length of stay, flow over the years."""
