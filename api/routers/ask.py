"""A question in Chinese: reading, entities, confidence, answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Limit, ViewDep
from graph.questions import answer_question, read_question
from graph.questions.reading import LONGEST

router = APIRouter(prefix="/v1", tags=["ask"])


@router.get("/ask")
def ask(
    view: ViewDep,
    q: Annotated[str, Query(min_length=1, max_length=LONGEST, description="The question.")],
    limit: Limit = 20,
) -> dict[str, Any]:
    """What a question asks, of which entities, how surely, and the answer; what it does not
    understand it says, with suggestions. `answer` is null where a person has to choose first."""
    return answer_question(view, read_question(view, q), limit=limit)
