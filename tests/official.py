"""Small documents of our own with the headings that official ones have as published."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from openpyxl import Workbook

Table = list[list[str]]

STANDARD_LINES = [
    "高等职业教育专科示例控制技术专业教学标准",
    "1 概述",
    "为适应行业发展，制订本标准。",
    "2 专业名称（专业代码）",
    "示例控制技术（469901）",
    "3 入学基本要求",
    "中等职业学校毕业或具备同等学力",
    "4 基本修业年限",
    "三年",
    "5 职业面向",
    "6 培养目标",
    "本专业培养能够从事设备装调工作的高技能人才。",
    "7 培养规格",
    "本专业学生应在系统学习本专业知识并完成有关实习实训基础上，全面提升素质、知识、能力：",
    "（1）坚定拥护党的领导；",
    "（2）具有控制柜接线、检查和试运行的能力；",
    "（3）具有现场总线组态的能力，能排查故障；",
    "8 课程设置及学时安排",
    "8.1 课程设置",
    "8.1.2 专业课程",
    "（1）专业基础课程",
    "主要包括：示例制图、示例电工等领域的内容。",
    "（2）专业核心课程",
    "主要包括：控制器编程、设备装调等领域的内容，具体课程由学校自主设置。",
    "8.1.3 实践性教学环节",
    "（1）实训",
    "在校内外进行控制柜装配、总线组态、综合调试等实训。",
    "（2）实习",
    "在通用设备制造行业的装备企业、系统集成企业等单位或场所进行岗位实习。",
    "9 师资队伍",
]
FACING: Table = [
    ["所属专业大类（代码）", "装备制造大类（46）"],
    ["所属专业类（代码）", "自动化类（4699）"],
    ["对应行业（代码）", "通用设备制造业（34）、软件和信息技术服务业（65）"],
    ["主要职业类别（代码）", "示例工程技术人员 S（2-02-99-01）、示例装调工（6-31-99-01）"],
    ["主要岗位（群）或技术领域", "控制系统装调、现场运维……"],
    ["职业类证书", "控制系统运维、设备装调"],
]
CORE: Table = [
    ["序号", "课程涉及的主要领域", "典型工作任务描述", "主要教学内容与要求"],
    ["1", "控制器编程", "① 编写程序。", "① 掌握梯形图。"],
    ["2", "设备装调", "① 装配控制柜。", "① 掌握装配工艺。"],
]
PROFILE_LINES = [
    "高等职业教育专科专业简介",
    "4699 自动化类",
    "专业代码 469901",
    "专业名称 示例控制技术",
    "基本修业年限 三年",
    "职业面向",
    "面向示例装调工、不存在的工等职业，设备装调、产品销售等岗位（群）。",
    "培养目标定位",
    "本专业培养高素质技术技能人才。",
    "主要专业能力要求",
    "1. 具有识读图纸的能力；",
    "2. 具有探究学习、终身学习和可持续发展的能力。",
    "主要专业课程与实习实训",
    "专业基础课程：示例制图、示例电工。",
    "专业核心课程：设备装调、老式控制。",
    "实习实训：对接真实职业场景，在校内外进行接线、调试等实训。在装备制造企业等单位进行岗位实习。",
    "职业类证书举例",
    "职业技能等级证书：控制系统运维",
    "接续专业举例",
    "接续高职本科专业举例：示例控制工程技术",
    "接续普通本科专业举例：示例自动化",
    "4698 机电类",
    "专业代码 469802",
    "专业名称 别的名字",
    "基本修业年限 三年",
    "培养目标定位",
    "本专业培养人才。",
]
CATALOGUE: Table = [
    ["高等职业教育专科专业目录（2021年）", "", ""],
    ["序号", "专业代码", "专业名称"],
    ["46 装备制造大类", "", ""],
    ["4699 自动化类", "", ""],
    ["1", "469901", "示例控制技术"],
    ["2", "469902K", "示例安防技术"],
    ["3", "469802", "别的名字"],
]
EDITIONS: Table = [
    ["高等职业教育专科专业新旧专业对照表", "", "", "", "", ""],
    ["序号", "专业代码", "专业名称", "原专业代码", "原专业名称", "调整情况"],
    ["46 装备制造大类", "", "", "", "", ""],
    ["1", "469901", "示例控制技术", "569901", "示例控制", "合并"],
    ["", "", "", "569902", "示例总线", "合并"],
    ["2", "469802", "示例机电技术", "569802", "示例机电技术", "保留"],
    ["3", "469903", "示例新设技术", "", "", "新增"],
    ["4", "469902", "冲突的名字", "569903", "示例安防", "更名"],
]
PLAN_LINES = [
    "示例职业技术学院",
    "示例控制技术专业人才培养方案（2025级）",
    "一、专业名称及代码",
    "示例控制技术（469901）",
    "二、学制：三年",
]
PLAN: Table = [
    ["课程类别", "课程名称", "总学时", "学分", "开课学期"],
    ["公共基础课程", "示例英语", "64", "4", "1"],
    ["专业核心课程", "控制器编程", "72", "4.5", "3"],
    ["专业核心课程", "设备装调", "很多", "4.5", "4"],
    ["小计", "小计", "136", "8.5", ""],
]
FIGURES: Table = [
    ["高基313 普通专科分专业学生数", "", "", "", "", "", ""],
    ["学校（机构）名称：示例职业技术学院 2025/2026学年", "", "", "", "", "", ""],
    ["专业名称", "专业代码", "年制", "毕业生数", "招生数", "在校生数", ""],
    ["", "", "", "", "", "合计", "一年级"],
    ["总计", "", "", "80", "90", "260", "90"],
    ["示例控制技术", "469901", "3", "80", "90", "260", "90"],
    ["旧的名字", "469901", "3", "1", "", "", ""],
]
QUALITY: Table = [
    ["表1 计分卡", "", "", "", ""],
    ["学校名称：示例职业技术学院", "", "", "", ""],
    ["序号", "指标", "单位", "2024年", "2025年"],
    ["1", "毕业去向落实率", "%", "96.5", "97.25%"],
    ["2", "毕业生满意度", "%", "—", "95"],
    ["3", "专任教师队伍", "", "", "结构优化"],
]


def docx(path: Path, lines: list[str], *tables: Table) -> str:
    """A DOCX file with paragraphs, then tables."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    for table in tables:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.save(str(path))
    return str(path)


def xlsx(path: Path, *tables: Table, merges: tuple[str, ...] = ()) -> str:
    """An XLSX file with one sheet a table."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in table:
            sheet.append([cell or None for cell in row])
        for cells in merges:
            sheet.merge_cells(cells)
    book.save(path)
    return str(path)


def pdf(path: Path, lines: list[str], *tables: Table) -> str:
    """A PDF of two pages: text, and ruled tables, in a font that every reader of PDF knows."""
    pages = [
        b"".join(_text(50, 800 - 14 * i, line) for i, line in enumerate(part))
        for part in (lines[:50], lines[50:])
        if part
    ]
    pages += [_ruled(table) for table in tables]
    return _written(path, pages)


def _text(x: int, y: int, text: str) -> bytes:
    code = text.encode("utf-16-be").hex().encode()
    return b"BT /F1 8 Tf %d %d Td <%s> Tj ET\n" % (x, y, code)


def _ruled(table: Table) -> bytes:
    width, height = 540 // len(table[0]), 30
    parts = [b"0.8 w\n"]
    for r, cells in enumerate(table):
        for c, text in enumerate(cells):
            x, y = 40 + c * width, 760 - r * height
            parts.append(b"%d %d %d %d re S\n" % (x, y, width, height))
            half = 28 if len(table[0]) == 2 else 14
            parts.append(_text(x + 4, y + 18, text[:half]))
            parts.append(_text(x + 4, y + 6, text[half:]))
    return b"".join(parts)


def _written(path: Path, pages: list[bytes]) -> str:
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor "
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>",
    ]
    for i, content in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (6 + 2 * i)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        begin,
    )
    path.write_bytes(bytes(out))
    return str(path)
