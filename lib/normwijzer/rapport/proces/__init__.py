"""Sections that only the administrative process has: the chain, terms, charts in time, what to mend, claims."""
