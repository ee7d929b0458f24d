"""As much of GraphQL as the stand-in for GitHub needs: operations without fragments and directives.

    operation = parse(document)
    answer = execute(operation, variables, {"query": {...}, "mutation": {...}})

Objects are dicts with their type's name as `__typename`; a field's value is the dict's, or what the
function there returns for the field's arguments. Whether a document fits GitHub's own schema is
seen by tests/contract/github.
"""
import dataclasses
import json
import re

from github_repository import Refusal

TOKEN = re.compile(r"""[\s,]+ | \#[^\n]*
    | (?P<token> [A-Za-z_]\w* | -?\d+ | "(?:[^"\\\n]|\\.)*" | [!$():={}\[\]] )""", re.VERBOSE)


class Malformed(Exception):
    """A request that GitHub does not execute at all; `entry` is its error."""

    def __init__(self, message, **members):
        super().__init__(message)
        self.entry = {"message": message, **members}


@dataclasses.dataclass
class Field:
    key: str
    name: str
    arguments: dict
    selection: list
    location: dict


@dataclasses.dataclass
class Operation:
    kind: str
    name: str
    variables: dict  # name -> (type, default)
    selection: list


@dataclasses.dataclass(frozen=True)
class Variable:
    name: str


class Parser:
    """Reads one operation."""

    def __init__(self, document):
        self.tokens = []  # (text, position)
        position = 0
        while position < len(document):
            match = TOKEN.match(document, position)
            if match is None:
                raise Malformed(f"Parse error on {document[position]!r}")
            if match["token"]:
                self.tokens.append((match["token"], position))
            position = match.end()
        self.document = document
        self.tokens.append(("", position))
        self.next = 0

    def peek(self):
        return self.tokens[self.next][0]

    def take(self, expected=None):
        token = self.peek()
        if token == "" or expected not in (None, token):
            raise Malformed(f"Parse error on {token!r}, expected {expected!r}")
        self.next += 1
        return token

    def accept(self, token):
        if self.peek() != token:
            return False
        self.next += 1
        return True

    def operation(self):
        kind, name = self.take(), self.take()
        if kind not in ("query", "mutation"):
            raise Malformed(f"Parse error on {kind!r}, expected a named query or mutation")
        variables = {}
        if self.accept("("):
            while not self.accept(")"):
                self.take("$")
                variable = self.take()
                self.take(":")
                variables[variable] = (self.type(), self.value() if self.accept("=") else None)
        operation = Operation(kind, name, variables, self.selection())
        if self.peek():
            raise Malformed(f"Parse error on {self.peek()!r}, expected the end")
        return operation

    def type(self):
        name = self.take()
        if name == "[":
            name = f"[{self.type()}{self.take(']')}"
        return name + ("!" if self.accept("!") else "")

    def selection(self):
        self.take("{")
        fields = []
        while not self.accept("}"):
            fields.append(self.field())
        return fields

    def field(self):
        before = self.document[:self.tokens[self.next][1]]
        location = {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
        key = name = self.take()
        if self.accept(":"):
            name = self.take()
        arguments = self.pairs(")") if self.accept("(") else {}
        selection = self.selection() if self.peek() == "{" else []
        return Field(key, name, arguments, selection, location)

    def pairs(self, end):
        members = {}
        while not self.accept(end):
            name = self.take()
            self.take(":")
            members[name] = self.value()
        return members

    def value(self):
        token = self.take()
        if token == "$":
            return Variable(self.take())
        if token == "{":
            return self.pairs("}")
        if token == "[":
            members = []
            while not self.accept("]"):
                members.append(self.value())
            return members
        if token in ("true", "false", "null") or token[0] in '"-0123456789':
            return json.loads(token)
        return token  # an enumeration's


def parse(document):
    return Parser(document).operation()


class Execution:
    def __init__(self, operation, variables):
        self.variables = {}
        self.errors = []
        for name, (type_, default) in operation.variables.items():
            value = variables.get(name, default)
            if value is None and type_.endswith("!"):
                raise Malformed(f"Variable ${name} of type {type_} was provided invalid value")
            self.variables[name] = value

    def argument(self, value):
        if isinstance(value, Variable):
            if value.name not in self.variables:
                raise Malformed(f"Variable ${value.name} is used but not declared")
            return self.variables[value.name]
        if isinstance(value, dict):
            return {name: self.argument(each) for name, each in value.items()}
        return [self.argument(each) for each in value] if isinstance(value, list) else value

    def select(self, source, fields, path):
        return {field.key: self.resolve(source, field, [*path, field.key]) for field in fields}

    def resolve(self, source, field, path):
        if field.name not in source:
            type_ = source["__typename"]
            raise Malformed(f"Field '{field.name}' doesn't exist on type '{type_}'", path=path,
                            locations=[field.location],
                            extensions={"code": "undefinedField", "typeName": type_,
                                        "fieldName": field.name})
        value = source[field.name]
        try:
            if callable(value):
                value = value(**self.argument(field.arguments))
        except Refusal as refusal:
            self.errors.append({"type": refusal.kind, "path": path, "locations": [field.location],
                                "message": refusal.message})
            value = None
        return self.complete(value, field, path)

    def complete(self, value, field, path):
        if isinstance(value, list):
            return [self.complete(each, field, [*path, i]) for i, each in enumerate(value)]
        return self.select(value, field.selection, path) if isinstance(value, dict) else value


def execute(operation, variables, roots):
    """The whole answer, as an object."""
    execution = Execution(operation, variables)
    data = execution.select(roots[operation.kind], operation.selection, [])
    return {"data": data, **({"errors": execution.errors} if execution.errors else {})}
