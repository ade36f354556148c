"""The entry that Streamlit runs: frame, navigation, and the page."""

from __future__ import annotations

import streamlit as st

from ui.parts import language, links, page
from ui.parts.language import t
from ui.parts.markup import ASSETS, style

ICONS = {
    "overview": ":material/home:",
    "search": ":material/search:",
    "cluster": ":material/hub:",
    "major": ":material/school:",
    "school": ":material/account_balance:",
    "analysis": ":material/analytics:",
    "entity": ":material/data_object:",
}


def main() -> None:
    """Draw one run."""
    language.settle()
    st.set_page_config(page_title=t("app"), page_icon=str(ASSETS / "icon.svg"), layout="wide")
    style()
    pages = [
        st.Page(
            links.file_of(name),
            title=t(f"nav.{name}"),
            icon=ICONS[name],
            url_path=name,
            default=name == "overview",
            visibility="hidden" if name == "entity" else "visible",
        )
        for name in links.NAMES
    ]
    chosen = st.navigation(pages, position="top")
    links.follow()
    page.switch()
    chosen.run()
    page.foot()


main()
