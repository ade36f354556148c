"""The interface's own words: key → (Chinese, English). Captions of data come from the API."""

from __future__ import annotations

from ui.words_analysis import ANALYSIS
from ui.words_pages import PAGES

LANGUAGES = ("zh", "en")

GENERAL: dict[str, tuple[str, str]] = {
    "app": ("产教图谱", "Chanjiao Graph"),
    "app.say": (
        "哪些专业服务哪个产业集群——每个答案都说明依据，每条依据都指明出处",
        "Which majors serve which industry cluster — every answer explained, every fact sourced",
    ),
    "foot": (
        "产教图谱 · 数据版本 {version} · 收录不等于全部，名单与计划数以发布单位为准",
        "Chanjiao Graph · data version {version} · what is loaded is not all there is",
    ),
    "loading": ("正在读取…", "Loading…"),
    "loading.match": ("正在计算关联度…", "Working out the match…"),
    "nav.overview": ("概览", "Overview"),
    "nav.search": ("搜索", "Search"),
    "nav.cluster": ("产业集群", "Clusters"),
    "nav.major": ("专业", "Majors"),
    "nav.school": ("院校", "Schools"),
    "nav.entity": ("条目", "Entity"),
    # errors: what happened, what to do
    "error.retry": ("重试", "Try again"),
    "error.near": ("名称相近的：", "Similar names:"),
    "error.api_unreachable": ("连不上数据接口", "The API cannot be reached"),
    "error.api_unreachable.do": (
        "页面从 {url} 读取数据，但那里没有应答。请先启动接口，再点「重试」；"
        "若接口在别处，请设置 CHANJIAO_API_URL。",
        "Pages read from {url}, and nothing answers there. Start the API and try again; "
        "if it runs elsewhere, set CHANJIAO_API_URL.",
    ),
    "error.api_unreachable.command": ("./run chanjiao api serve", "./run chanjiao api serve"),
    "error.api_timeout": ("数据接口没有及时应答", "The API did not answer in time"),
    "error.api_timeout.do": (
        "接口可能刚刚启动、仍在准备。请稍候再点「重试」。",
        "It may have just started. Wait a moment and try again.",
    ),
    "error.api_failed": ("数据接口出错", "The API failed"),
    "error.api_failed.do": (
        "请点「重试」；若仍出错，请把下面的错误代码告诉管理员。",
        "Try again; if it fails again, give the code below to your administrator.",
    ),
    "error.not_found": ("未收录", "Not in the graph"),
    "error.not_found.do": (
        "请检查写法，或改用全称、简称、代码再搜。没有收录不等于不存在。",
        "Check the spelling, or search by full name, short name or code. "
        "What is not loaded may well exist.",
    ),
    "error.not_ready": ("还没有载入数据", "Nothing is loaded yet"),
    "error.not_ready.do": (
        "接口已启动，但图谱里还没有数据。请先载入数据，再点「重试」。",
        "The API runs but the graph is empty. Load the data and try again.",
    ),
    "error.not_ready.command": ("./run chanjiao ingest load", "./run chanjiao ingest load"),
    "error.ambiguous_name": (
        "有 {n} 个条目用这个名称",
        "{n} entities go by this name",
    ),
    "error.ambiguous_name.do": ("请选一个：", "Choose one:"),
    "error.request_invalid": ("地址里的参数不对", "A parameter in the address does not fit"),
    "error.request_invalid.do": (
        "请从搜索或目录重新进入这个页面。",
        "Open this page again from the search or a list.",
    ),
    "error.weights_invalid": ("权重不可用", "These weights cannot be used"),
    "error.weights_invalid.do": (
        "权重不能全为零，请把至少一项调到零以上。",
        "They must not all be zero: raise at least one.",
    ),
    "error.key_required": ("数据接口要求密钥", "The API asks for a key"),
    "error.key_required.do": (
        "请管理员为本页面设置 CHANJIAO_API_KEY，与接口一致，然后重启页面。",
        "Set CHANJIAO_API_KEY for the UI to the API's key, then restart the UI.",
    ),
    "error.graph_unavailable": ("图数据库没有应答", "The graph database does not answer"),
    "error.graph_unavailable.do": (
        "接口在运行，但它连不上 Neo4j。请管理员检查数据库，再点「重试」。",
        "The API runs but cannot reach Neo4j. Check the database, then try again.",
    ),
    "error.graph_busy": ("图数据库正忙", "The graph database is busy"),
    "error.graph_busy.do": ("请稍候再点「重试」。", "Wait a moment and try again."),
    "error.query_timeout": ("查询用时过长", "The query took too long"),
    "error.query_timeout.do": ("请缩小范围后再试。", "Narrow the question and try again."),
    # tables
    "table.empty": (
        "没有收录。没有收录不等于没有。",
        "Nothing is loaded here; that does not mean there is nothing.",
    ),
    "table.rows": ("共 {n} 行", "{n} rows"),
    "table.csv": ("下载 CSV", "Download CSV"),
    # how facts came to be
    "status.stated": ("来源陈述", "stated"),
    "status.curated": ("项目整理", "curated"),
    "status.computed": ("按规则推算", "computed"),
    "status.suggested": ("机器建议", "suggested"),
    "status.disputed": ("有争议", "disputed"),
    "grade.source": ("来源 {grade} 级", "source grade {grade}"),
    "source_grade.A": ("官网、政府或主流媒体", "official site, government, mainstream press"),
    "source_grade.B": ("其转载或镜像", "a repost or mirror of such"),
    "source_grade.C": ("无法追溯", "cannot be traced"),
    # match
    "grade.published": ("公开发布", "published"),
    "grade.path": ("有通路", "path"),
    "grade.text": ("仅文本", "text only"),
    "grade.insufficient": ("依据不足", "insufficient evidence"),
    "band.high": ("关联度 高", "strong"),
    "band.middle": ("关联度 中", "medium"),
    "band.low": ("关联度 低", "weak"),
    "band.hint": ("高：0.60 及以上；中：0.40 及以上", "strong from 0.60, medium from 0.40"),
    "feature.published": ("公开发布", "Published"),
    "feature.occupation_path": ("职业通路", "Occupations"),
    "feature.text": ("文本相近", "Wording"),
    "feature.name": ("名称相近", "Names"),
    "feature.kindred": ("同类专业", "Kindred majors"),
    "feature.partner_firms": ("合作企业", "Partner firms"),
    "match.intro": (
        "从 {of} 个中按关联度排出前 {n} 个。关联度是下列各项之和，点开可看每一项与每条依据。",
        "The best {n} of {of}. A score is the sum of the features below; open a card for each "
        "of them and for the evidence.",
    ),
    "match.why": ("凭什么：{n} 条通路", "Why: {n} paths"),
    "match.shares": ("得分构成（取值 × 权重 = 得分）", "How the score adds up (value × weight)"),
    "match.total": ("合计", "Sum"),
    "match.unknown": ("无数据，不计入", "no data, left out"),
    "match.paths": ("依据通路", "Evidence paths"),
    "match.no_paths": (
        "没有逐步可查的通路，仅凭用词相近；请谨慎使用。",
        "No path to follow, wording only; use with care.",
    ),
    "match.missing": ("补上这些资料才能判断：", "What would settle it:"),
    "match.none": ("没有可列出的结果", "Nothing to list"),
    "match.none.do": (
        "去掉层次、地区或「不含项目整理」的限制再看；集群没有涵盖行业时也会如此。",
        "Loosen the filters; a cluster without industries also gives nothing.",
    ),
    "match.as_table": ("以表格查看、下载", "As a table, to download"),
    "match.level": ("层次", "Level"),
    "match.stated": ("不含项目整理", "Without curated facts"),
    "match.stated.help": (
        "只用来源自己陈述的事实，去掉本项目按理由整理的关系",
        "Only facts that a source states; relations curated by the project are left out",
    ),
    "match.home": ("只看本地区开设的", "Offered here only"),
    "match.home.help": (
        "只列本地区院校开设的专业（地区由数据设定）",
        "Majors offered by schools of the home region (set by the data)",
    ),
    "match.more": ("再列 20 个", "20 more"),
    "weights.title": ("调整各项权重", "Change the weights"),
    "weights.intro": (
        "改动只影响你看到的排序，不改数据；权重之和不必为 1。",
        "This changes only your ranking, not the data; the weights need not sum to one.",
    ),
}

WORDS: dict[str, tuple[str, str]] = {**GENERAL, **PAGES, **ANALYSIS}
