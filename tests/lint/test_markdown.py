"""The check itself, and that every page passes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.markdown import problems

ROOT = Path(__file__).resolve().parents[2]
MARKUP = ROOT / "pages" / "widgets" / "style.py"
PAGES = [*ROOT.glob("app.py"), *sorted(ROOT.glob("pages/**/*.py"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_renders_chat_text_as_markdown(page: Path) -> None:
    assert problems(page.read_text(encoding="utf-8"), markup_allowed=page == MARKUP) == []


@pytest.mark.parametrize(
    "source",
    [
        'st.markdown("literal")',
        'st.markdown(_("a sentence"))',
        'st.sidebar.title(_("a") + " · " + _("b"))',
        'st.caption(_("{n} rows").format(n=len(rows)))',
        'st.caption(_("{n:,} rows").format(n=count))',
        'st.caption(ngettext("{n:d} row", "{n:d} rows", count).format(n=count))',
        "st.caption(f\"{_('rows')}: {count:,} ({share:.1%})\")",
        'st.caption(_("on {day}").format(day=f"{moment:%Y-%m-%d}"))',
        "st.info(safe(name))",
        "st.info(text.safe(name))",
        'st.info(_("Hello {name}").format(name=safe(name)))',
        'st.info(_("Done") if ok else _("Failed"))',
        'words = _("Done") if ok else _("Failed")\nst.info(words)',
        "st.button(_(LABELS[status]))",
        "st.button(_(frames.LABELS[status]), help=_(HELP[status]))",
        "st.button(LABELS.get(status, 'x'))",
        'st.radio(_("side"), options, format_func=lambda side: _(SIDES[side]))',
        'st.radio(_("side"), options, format_func=safe)',
        'st.radio(_("side"), [_("a"), _("b")])',
        'st.selectbox(_("chat"), chats)',
        'st.text_area(_("note"), value=note, key=f"note_{i}")',
        "st.text(chat)\nst.code(chat)\nst.dataframe(frame)",
        'st.metric(_("kept"), f"{kept:,}")',
        'st.progress(share, text=_("reading"))',
        'for title in ("a", "b"):\n    st.header(title)',
        "for code, label in LABELS.items():\n    st.header(label)",
        'st.pills("x", list(i18n.LANGS), format_func=i18n.LANGS.__getitem__)',
        "def heading(title, lead):\n    st.title(title)\n    st.text(lead)",
        "for code, label in LABELS.items():\n    st.header(_(label))",
        'names = {k: f"{_(v)} {n[k]:,}" for k, v in NAMES.items()} | {"": _("all")}\n'
        'st.pills("x", ids, format_func=names.get)',
        'pages = max(1, -(-len(rows) // size))\nst.header(_("{n} pages").format(n=pages))',
        'st.header(" · ".join([_("a"), _("b")]))',
        'def words(n):\n    return _("{n:d} rows").format(n=n)\nst.caption(words(count))',
        'def a(x):\n    label = x\ndef b():\n    label = _("fine")\n    st.header(label)',
    ],
)
def test_what_the_code_alone_decides_is_fine(source: str) -> None:
    assert problems(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("st.markdown(text)", ["1: markdown renders argument 1"]),
        ("column.write('a', row['text'])", ["1: write renders argument 2"]),
        ("st.error(str(error))", ["1: error renders argument 1"]),
        ("st.toast(_(text))", ["1: toast renders argument 1"]),
        ("st.toast(_(f'{text}'))", ["1: toast renders argument 1"]),
        ("st.title(f'{name}')", ["1: title renders argument 1"]),
        ("st.title(f'{name:>10}')", ["1: title renders argument 1"]),
        ("st.title('a %s' % name)", ["1: title renders argument 1"]),
        ("st.title(_('Hi {name}').format(name=name))", ["1: title renders argument 1"]),
        ("st.title(_('Hi {name:s}').format(name=name))", ["1: title renders argument 1"]),
        ("st.title(template.format(n=len(x)))", ["1: title renders argument 1"]),
        ("st.title('x' if ok else name)", ["1: title renders argument 1"]),
        ("st.title(' '.join(names))", ["1: title renders argument 1"]),
        ("label = 'x'\nlabel = name\nst.button(label)", ["3: button renders argument 1"]),
        ("label = 'x'\nlabel += name\nst.button(label)", ["3: button renders argument 1"]),
        ("for name in names:\n    st.tabs([name])", ["2: tabs renders argument 1"]),
        ("for name, n in zip(names, (1, 2)):\n    st.header(name)", ["2: header renders argument 1"]),
        ("def show(name):\n    st.header(name)", ["2: header renders argument 1"]),
        ("def words(name):\n    return name\nst.header(words('x'))", ["3: header renders argument 1"]),
        ("def heading(title, lead):\n    st.title(lead)", ["2: title renders argument 1"]),
        ("shell.heading(name, 'x')", ["1: heading renders argument 1"]),
        ("st.title(row.__getitem__)", ["1: title renders argument 1"]),
        ("names = {k: v for k, v in rows}\nst.pills('x', ids, format_func=names.get)", ["2: pills renders options"]),
        ("st.title(max('a', name))", ["1: title renders argument 1"]),
        ("st.title(_(name))", ["1: title renders argument 1"]),
        ("st.radio('who', names)", ["1: radio renders options"]),
        ("st.pills('who', options=names)", ["1: pills renders options"]),
        ("st.radio('who', names, format_func=lambda n: n)", ["1: radio renders options"]),
        ("st.radio('who', names, format_func=str)", ["1: radio renders options"]),
        ("st.button('x', help=name)", ["1: button renders help"]),
        ("st.column_config.TextColumn('x', help=name)", ["1: TextColumn renders help"]),
        ("st.text_input(label=name)", ["1: text_input renders label"]),
        ("st.metric('x', value)", ["1: metric renders argument 2"]),
        ("st.metric('x', value=name)", ["1: metric renders value"]),
        ("st.progress(0.5, text=name)", ["1: progress renders text"]),
        ("st.table(frame)", ["1: table renders argument 1"]),
        ("st.write_stream(chunks)", ["1: write_stream renders argument 1"]),
        ("st.markdown('x', unsafe_allow_html=True)", ["1: markdown renders unsafe_allow_html"]),
        ("from streamlit import markdown", ["1: import streamlit as st instead of markdown"]),
    ],
)
def test_what_comes_from_elsewhere_is_named(source: str, found: list[str]) -> None:
    assert problems(source) == found


def test_one_file_may_hold_markup() -> None:
    assert problems("st.html(css)\nst.markdown(css, unsafe_allow_html=True)", markup_allowed=True) == []
