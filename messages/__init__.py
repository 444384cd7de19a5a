"""Every word a person reads: typed messages, their templates by language, and the one place that renders them.

The only package that imports Jinja2. Whoever edits the Indonesian opens the folder `id`, never Python.
"""
