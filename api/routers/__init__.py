"""Routes by subject. Each calls one function of ``graph`` and adds nothing to its answer."""
