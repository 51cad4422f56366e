"""Chat text never reaches what Streamlit renders as Markdown: that loads remote images and links.

A text is fine when the code alone decides it: a literal, a translation of a literal, a number with a number
format, a combination of those, or anything passed through ``safe(...)``, which escapes Markdown.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from string import Formatter

Judge = Callable[[ast.expr | None], bool]

FIRST = [
    "header", "subheader", "title", "caption", "markdown", "latex", "html", "badge", "toast", "error", "warning",
    "info", "success", "exception", "expander", "popover", "spinner", "status", "dialog", "tabs", "button",
    "download_button", "link_button", "form_submit_button", "menu_button", "page_link", "checkbox", "toggle",
    "radio", "pills", "segmented_control", "selectbox", "multiselect", "text_input", "text_area", "number_input",
    "slider", "select_slider", "date_input", "time_input", "file_uploader", "color_picker", "feedback",
    "write_stream", "table",
]  # fmt: skip
"""Calls whose first argument is rendered as Markdown."""

RENDERED: dict[str, Sequence[int]] = dict.fromkeys(FIRST, (0,)) | {
    "write": range(99),
    "metric": (0, 1, 2),
    "progress": (1,),
    "image": (1,),
    "Page": (1,),
}
"""Call -> positions of its arguments that are rendered as Markdown."""

WRAPPERS = {"heading": "title"}
"""Functions of pages/widgets that hand their first argument (its name) on: their callers are checked instead."""

RENDERED |= dict.fromkeys(WRAPPERS, (0,))

OPTIONS = {"radio", "pills", "segmented_control"}
"""Calls that render their options as Markdown, too (a select box does not)."""

KEYWORDS = {"label", "body", "text", "caption", "title"}
"""Keyword arguments of the calls above that are rendered as Markdown; ``help`` is, in every call."""

NUMBERS = {"len", "int", "float", "round", "sum", "range"}
PASSED_THROUGH = {"max", "min", "enumerate", "zip", "sorted", "reversed", "list", "tuple", "dict"}
VIEWS = {"items", "values", "keys"}
NUMBER_FORMATS = tuple("dfg%,e")
TRANSLATIONS = {"_", "N_", "ngettext"}


def problems(source: str, *, markup_allowed: bool = False) -> list[str]:
    """``line: what`` for each call that renders, as Markdown or HTML, a text the code does not decide alone."""
    tree = ast.parse(source)
    texts = Texts(tree)
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if not markup_allowed:
            bad = [*rendered(name, call, texts.fine), *markup(call)]
            found += [f"{call.lineno}: {name} renders {what}" for what in bad]
    return [*found, *direct_imports(tree)]


def direct_imports(tree: ast.Module) -> Iterator[str]:
    """Calls imported by name would escape the check of attribute calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "streamlit":
            yield from (
                f"{node.lineno}: import streamlit as st instead of {a.name}" for a in node.names if a.name in RENDERED
            )


def markup(call: ast.Call) -> Iterator[str]:
    """Switches that turn HTML on."""
    yield from (str(k.arg) for k in call.keywords if (k.arg or "").startswith("unsafe_allow"))


def rendered(name: str, call: ast.Call, fine: Judge) -> Iterator[str]:
    """The arguments of one call that are rendered but not fine."""
    positions = RENDERED.get(name, ())
    named = {k.arg: k.value for k in call.keywords}
    if "help" in named and not fine(named["help"]):
        yield "help"
    if name not in RENDERED:
        return
    yield from (f"argument {i + 1}" for i, value in enumerate(call.args) if i in positions and not fine(value))
    options_fine = name not in OPTIONS or choices(call, named, fine)
    if not options_fine:
        yield "options"
    keywords = KEYWORDS | {"value", "delta"} if name == "metric" else KEYWORDS
    yield from (k for k in sorted(keywords) if k in named and not fine(named[k]))


def choices(call: ast.Call, named: dict[str | None, ast.expr], fine: Judge) -> bool:
    """Options are fine themselves, or are all put into words by a ``format_func`` that is."""
    if "format_func" in named:
        return fine(named["format_func"])
    options = named.get("options") or (call.args[1] if len(call.args) > 1 else None)
    return fine(options)


class Texts:
    """Judges expressions of one module: does the code alone decide this text?"""

    def __init__(self, tree: ast.Module) -> None:
        self.functions = {n.name: n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        self.scopes: dict[ast.AST, ast.AST | None] = {}
        self.values: dict[tuple[ast.AST | None, str], list[ast.expr | None]] = {}
        self.checked: set[tuple[ast.AST | None, str]] = set()
        self.busy: set[object] = set()
        self._visit(tree, None)

    def _visit(self, node: ast.AST, scope: ast.AST | None) -> None:
        """Remember, for every node, the function it stands in and, for every name, what it is bound to there."""
        self.scopes[node] = scope
        inner = node if isinstance(node, ast.FunctionDef | ast.Lambda) else scope
        for name, value in bindings(node):
            self.values.setdefault((scope, name), []).append(value)
        if isinstance(node, ast.FunctionDef) and node.name in WRAPPERS:
            self.checked.add((node, WRAPPERS[node.name]))
        for child in ast.iter_child_nodes(node):
            self._visit(child, inner)

    def fine(self, node: ast.expr | None) -> bool:
        """True for a text (or list, or function giving a text) that the code alone decides."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts):
                return all(self.fine(part) for part in parts)
            case ast.FormattedValue(value=value, format_spec=spec):
                return is_number_format(spec) or self.fine(value)
            case ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv()) | ast.UnaryOp():
                return True
            case ast.BinOp(left=left, right=right):
                return self.fine(left) and self.fine(right)
            case ast.IfExp(body=body, orelse=other):
                return self.fine(body) and self.fine(other)
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values) | ast.Set(elts=values):
                return all(self.fine(value) for value in values)
            case ast.Dict(values=values):
                return all(self.fine(value) for value in values)
            case ast.DictComp(value=value):
                return self.fine(value)
            case ast.ListComp(elt=elt) | ast.GeneratorExp(elt=elt) | ast.Starred(value=elt):
                return self.fine(elt)
            case ast.Lambda(body=body):
                return self.fine(body)
            case ast.Subscript(value=table):
                return self.fine(table)
            case ast.Attribute(value=table, attr=name):
                return is_constant(name) or (name in ("__getitem__", "get") and self.fine(table))
            case ast.Name():
                return self._name(node)
            case ast.Call():
                return self._call(node)
        return False

    def _name(self, node: ast.Name) -> bool:
        """A name is fine when everything it is bound to where it is used is, or when it is a constant or ``safe``."""
        if node.id == "safe" or is_constant(node.id):
            return True
        if node.id in self.functions:
            return self._function(node.id)
        scope = self.scopes[node]
        while scope is not None and (scope, node.id) not in self.values:
            scope = self.scopes[scope]
        return (scope, node.id) in self.checked or self._all((scope, node.id), self.values.get((scope, node.id), []))

    def _function(self, name: str) -> bool:
        """A function of this module is fine when everything it returns is."""
        return self._all(name, [n.value for n in ast.walk(self.functions[name]) if isinstance(n, ast.Return)])

    def _all(self, key: object, values: list[ast.expr | None]) -> bool:
        """All of them are fine; a definition in terms of itself (``x = x + "…"``) is judged by the rest."""
        if key in self.busy:
            return True
        self.busy.add(key)
        result = bool(values) and all(self.fine(value) for value in values)
        self.busy.discard(key)
        return result

    def _call(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Name(id="safe") | ast.Attribute(attr="safe"):
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in TRANSLATIONS:
                return all(
                    is_sentence(value) or self.fine(value) for value in call.args[: 2 if name == "ngettext" else 1]
                )
            case ast.Name(id=name) if name in NUMBERS:
                return True
            case ast.Name(id=name) if name in PASSED_THROUGH:
                return all(self.fine(value) for value in call.args)
            case ast.Name(id=name) if name in self.functions:
                return self._function(name)
            case ast.Attribute(value=text, attr="format"):
                numbers = number_fields(text)
                named = [k.value for k in call.keywords if k.arg not in numbers]
                return self.fine(text) and all(self.fine(value) for value in [*call.args, *named])
            case ast.Attribute(value=text, attr="join"):
                return self.fine(text) and all(self.fine(value) for value in call.args)
            case ast.Attribute(value=table, attr="get"):
                return self.fine(table) and all(self.fine(value) for value in call.args[1:])
            case ast.Attribute(value=table, attr=name) if name in VIEWS:
                return self.fine(table)
        return False


def bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """(name, value) for each name this node binds; the value is None where no expression of ours gives it."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name, value) for target in targets for name in names(target))
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield from ((name, value) for name in names(target))
        case ast.AugAssign(target=target, value=value):
            yield from ((name, value) for name in names(target))
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield from ((name, value) for name in names(target))
        case ast.arg(arg=name):
            yield name, None
        case ast.withitem(optional_vars=ast.Name(id=name)) | ast.ExceptHandler(name=str(name)):
            yield name, None


def names(target: ast.expr) -> list[str]:
    """The names an assignment target binds."""
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]


def is_sentence(node: ast.expr) -> bool:
    """What is translated is a literal, or an entry of a table of literals (its name is in capitals)."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return is_constant(name)
        case ast.Subscript(value=table):
            return is_sentence(table)
        case ast.IfExp(body=body, orelse=other):
            return is_sentence(body) and is_sentence(other)
    return False


def number_fields(node: ast.expr) -> set[str]:
    """The fields of a (translated) literal that have a number format; the translation must have the same."""
    if isinstance(node, ast.Call):
        forms = [number_fields(value) for value in node.args[:2] if isinstance(value, ast.Constant)]
        return set.intersection(*forms) if forms else set()
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return set()
    fields = Formatter().parse(node.value)
    return {name for _, name, spec, _ in fields if name and spec and spec.endswith(NUMBER_FORMATS)}


def is_constant(name: str) -> bool:
    """Written in capitals, as constants are."""
    return name.isupper() and len(name) > 1


def is_number_format(spec: ast.expr | None) -> bool:
    """A format such as ``,``, ``.1f`` or ``%Y-%m-%d`` that Python refuses to apply to a text."""
    if not isinstance(spec, ast.JoinedStr) or not spec.values:
        return False
    last = spec.values[-1]
    return isinstance(last, ast.Constant) and (str(last.value).endswith(NUMBER_FORMATS) or "%" in str(last.value))
