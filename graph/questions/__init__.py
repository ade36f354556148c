"""Questions in Chinese: what a text asks, of which entities, and the answer.

    reading = read_question(view, "哪些专业服务智能物联集群")
    reading.pattern, reading.entities, reading.confidence
    answer_question(view, reading)

The command line, the API and the pages call these two functions.
"""

from graph.questions.answers import answer_question as answer_question
from graph.questions.reading import read_question as read_question
from graph.questions.types import Reading as Reading
