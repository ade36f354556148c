"""Text into proposed facts: cleaning, clauses, dictionary, grammar. See ``docs/text.md``.

Nothing heavy is imported here; spaCy comes with :mod:`ingest.nlp.pipeline`.
"""
