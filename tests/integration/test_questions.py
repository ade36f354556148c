"""Questions on the bundled data: the two golden tables, and an answer of each kind."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bench.questions import BARS, day_one, questions, summary
from graph.questions import answer_question, read_question
from graph.questions.lexicon import Lexicon, read_lexicon
from graph.view import View


@pytest.fixture(scope="module")
def lexicon(view: View) -> Lexicon:
    return read_lexicon(view)


def test_questions_reach_their_bars(lexicon: Lexicon) -> None:
    found = summary(questions(lexicon), "kind")
    assert {kind: found[kind]["right"] >= bar for kind, bar in BARS.items()} == dict.fromkeys(
        BARS, True
    ), found
    assert sum(kind["risky"] for kind in found.values()) == 0


def test_no_first_search_takes_a_wrong_entity(lexicon: Lexicon) -> None:
    judged = day_one(lexicon)
    assert len(judged) >= 80
    assert [one.row["typed"] for one in judged if one.risky] == []
    assert sum(one.right for one in judged) >= 0.95 * len(judged)


@pytest.mark.parametrize(
    "text",
    ["哪些专业服务智能物联集群", "谁能做PLC培训", "杭职大有哪些称号", "杭州有多少所高职院校"],
)
def test_an_answer(view: View, text: str) -> None:
    found = answer_question(view, read_question(view, text), limit=3)
    assert found["message"] is None
    assert found["answer"]


def test_the_api_asks(client: TestClient) -> None:
    body = client.get("/v1/ask", params={"q": "新材料集群有哪些专业"}).json()
    assert body["answer"] is None
    assert body["reading"]["status"] == "ask"
    assert len(body["reading"]["entities"][0]["candidates"]) >= 2
