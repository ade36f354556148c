"""Job postings into facts and demand; see ``docs/text.md``."""
