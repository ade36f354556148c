"""From a job title to the occupation of the national classification.

    model = cached_model(settings().data_dir, occupations)    # fitted once, kept by digest
    model.link(["Java开发工程师（双休）"])                      # one answer per title

The model is fitted from labelled titles (``job_titles.csv``) and the names of the classification.
See ``docs/text.md`` for what the answers mean and docs/decisions/0014-postings.md for the choice.
"""

from graph.resolve.occupations.model import Answer, TitleModel, fit
from graph.resolve.occupations.training import Labelled, cached_model, read_titles

__all__ = ["Answer", "Labelled", "TitleModel", "cached_model", "fit", "read_titles"]
