"""Skills (and whatever else a vocabulary holds) that a text names.

linker = SkillLinker([Term("S01", "SKILL", "PLC编程", ("可编程控制器编程",))])
linker.read("熟悉PLC程序编写、MyBatis")   # links with place, score and how; unknown terms apart
"""

from graph.resolve.skills.linking import Link, Reading, SkillLinker, Unknown

__all__ = ["Link", "Reading", "SkillLinker", "Unknown"]
