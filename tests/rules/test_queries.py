"""Where SQL is written, and that what is asked for is bound, never pasted."""

import ast

from jinja2 import Environment
from jinja2.nodes import Call, Getattr, Template

from tests.rules.tree import PACKAGES, calls, modules, nodes, none, place, templates, text

RUNS = ("execute_sql", "execute", "executemany", "executescript", "SQL")
UNBINDABLE = "PRAGMA "  # engines bind values, not words of their own language
VERBS = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "DROP ", "ALTER ", "CREATE ", "WITH ")
QUERIES = {
    "select", "where", "join", "execute", "get_or_none", "get_by_id", "raw", "insert", "update",
    "delete", "save", "order_by", "group_by", "tuples", "dicts", "objects", "iterator", "prefetch",
}  # fmt: skip


def test_sql_is_never_put_together_from_values() -> None:
    none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node)[:70]}"
            for path in modules(*PACKAGES, "deploy")
            for node in calls(path, *RUNS)
            if node.args and pasted(node.args[0])
        ),
        "Write SQL as one constant and bind values with ? or %s.",
    )


def test_no_statement_has_holes() -> None:
    none(
        (
            f"{place(path, node.lineno)} {ast.unparse(node)[:70]}"
            for path in modules(*PACKAGES, "deploy")
            for node in nodes(path)
            if isinstance(node, ast.JoinedStr) and ast.unparse(node)[2:].startswith(VERBS)
        ),
        "Write SQL as one constant, by a name of its own, and bind values with ? or %s.",
    )


def test_templates_run_no_queries() -> None:
    none(
        (
            f"{place(page, call.lineno)} calls {call.node.attr}"
            for page in templates()
            for call in parsed_template(text(page)).find_all(Call)
            if isinstance(call.node, Getattr) and call.node.attr in QUERIES
        ),
        "Ask in the route's noun and give the template the plain value.",
    )


def test_templates_look_into_no_rows() -> None:
    none(
        (
            f"{place(page, found.lineno)} takes .{found.attr}"
            for page in templates()
            for found in parsed_template(text(page)).find_all(Getattr)
            if found.attr.startswith("_") or found.attr.endswith("_set")
        ),
        "Give the template a plain value: rows and their insides stay in the nouns.",
    )


def pasted(sql: ast.expr) -> bool:
    """Whether a statement is put together: f-string, format, %, or + of more than constants."""
    if isinstance(sql, ast.JoinedStr):
        return not ast.unparse(sql)[2:].startswith(UNBINDABLE)
    if isinstance(sql, ast.BinOp):
        return not all(isinstance(side, ast.Constant) for side in (sql.left, sql.right))
    return isinstance(sql, ast.Call) and isinstance(sql.func, ast.Attribute) and (
        sql.func.attr in {"format", "format_map", "join", "replace"}
    )  # fmt: skip


def parsed_template(source: str) -> Template:
    """Return the syntax tree of a template."""
    return Environment(autoescape=True).parse(source)
