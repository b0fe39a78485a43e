"""Leads every path below /opt/ml to the folder in NACRE_OPT_ML, for machines without a sandbox.

``python -m nacre_paths script.py ARGUMENTS`` runs a script so, ``python -m nacre_paths -m module``
a module. Works for Python code only: what a compiled library opens by itself is led right where the
path stands as a text in the script, not where it is put together elsewhere.
"""
