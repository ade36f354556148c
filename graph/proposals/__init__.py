"""Facts that a machine read in a text and that wait for a person: kept, stated, decided.

A text is a source; its facts are ``suggested`` until somebody accepts them, and the decision is a
line of ``decisions.jsonl`` that can be shared and undone.
"""
