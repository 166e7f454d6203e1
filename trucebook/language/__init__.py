"""From text to a spaCy ``Doc`` with a Universal Dependencies tree, lemmas, features, quotations and names.

The only package that loads spaCy and onnxruntime.
"""
