"""Compiles Python source with the paths in its texts led to the job's folder."""

import ast
import importlib.machinery
import os

from .lead import ACTUAL, lead


class _Texts(ast.NodeTransformer):
    def visit_Constant(self, node):
        if isinstance(node.value, (str, bytes)):
            return ast.copy_location(ast.Constant(lead(node.value), node.kind), node)
        return node


def compile_source(source, filename):
    """The code of a source text, whose texts that start with /opt/ml are led right."""
    return compile(_Texts().visit(ast.parse(source, filename)), filename, "exec", dont_inherit=True)


def install():
    """Compiles so whatever is imported from the job's folder and from nacre_jobs."""
    loader = importlib.machinery.SourceFileLoader
    usual = loader.get_code
    jobs = os.path.join(os.path.dirname(os.path.dirname(__file__)), "nacre_jobs")

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        if path.startswith((ACTUAL + os.sep, jobs + os.sep)):
            return compile_source(self.get_data(path), path)
        return usual(self, fullname)

    loader.get_code = get_code
