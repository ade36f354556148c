"""The language of the page: Chinese first, English by switch, kept in the address."""

from __future__ import annotations

import streamlit as st

from ui.words import LANGUAGES, WORDS

KEY, TAB = "lang", "tab"


def settle() -> str:
    """Take the language from the address, else from the session; write it back to both."""
    asked = st.query_params.get(KEY)
    chosen = asked if asked in LANGUAGES else st.session_state.get(KEY, LANGUAGES[0])
    st.session_state[KEY] = chosen
    if chosen != LANGUAGES[0]:
        st.query_params[KEY] = chosen
    return str(chosen)


def lang() -> str:
    """The language of this run: zh or en."""
    return str(st.session_state.get(KEY, LANGUAGES[0]))


def choose(language: str) -> None:
    """Switch; called by the button before the page is drawn again. The open tab stays open."""
    old, new = LANGUAGES.index(lang()), LANGUAGES.index(language)
    shown = st.session_state.get(TAB)
    tabs = (words for key, words in WORDS.items() if key.startswith("tab."))
    tab = next((words for words in tabs if words[old] == shown), None)
    if tab:
        st.session_state[TAB] = tab[new]
    st.session_state[KEY] = language
    if language == LANGUAGES[0]:
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = language


def t(key: str, **values: object) -> str:
    """A text of the interface in the language of this run."""
    text = WORDS[key][LANGUAGES.index(lang())]
    return text.format(**values) if values else text


def word(group: str, code: str | None) -> str:
    """The word of a code that data brings; one that nobody foresaw stands for itself."""
    return t(f"{group}.{code}") if f"{group}.{code}" in WORDS else code or ""


def both(captions: dict[str, str] | None) -> str:
    """One of two captions as ``{"zh": …, "en": …}`` gives them."""
    return (captions or {}).get(lang()) or (captions or {}).get("zh") or ""
