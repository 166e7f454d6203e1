"""Loads the language pipeline: our own, or any spaCy pipeline that sets Universal Dependencies.

In: None, or the name of a spaCy package or a path. Out: a `spacy.Language` whose documents have UD trees and sentences.

    nlp = load_pipeline()
    doc = nlp("Kenya hosted the talks on Monday.")
    [(token.text, token.dep_) for token in doc]
"""

from __future__ import annotations

import spacy
from spacy.language import Language

import trucebook.language.encoder  # noqa: F401  (registers the component also where the entry point is not installed)
from trucebook.errors import PipelineError
from trucebook.language.tokenizer import make_tokenizer

UD_LABELS = frozenset(
    {
        "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj",
        "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj",
        "nummod", "obj", "obl", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
    }
)  # fmt: skip
"""The universal relations of UD version 2 (universaldependencies.org/u/dep)."""

_PROBE = "The ministers were told on Monday by the general that his army has taken the town."
_TELLING = frozenset({"obl", "nmod", "obj", "case", "nsubj:pass", "aux:pass"})
"""Labels of UD that spaCy's own English scheme does not know; the probe sentence has them all."""


def load_pipeline(name: str | None = None, *, threads: int = 2) -> Language:
    """The pipeline `name` (a spaCy package or path), or our own when it is None.

    `threads` is for our own encoder. Raises `PipelineError` when it cannot be loaded or does not set UD.
    """
    if name is None:
        nlp = spacy.blank("en")
        nlp.tokenizer = make_tokenizer(nlp)
        nlp.add_pipe("trucebook_encoder", config={"threads": threads})
        return nlp
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineError(
            f"{name}: cannot be loaded as a spaCy pipeline ({error}); install it or leave --pipeline out"
        ) from error
    check_universal(nlp, name)
    return nlp


def check_universal(nlp: Language, name: str) -> None:
    """Raises `PipelineError` when the pipeline sets no parts of speech, no tree, or a tree of another scheme."""
    doc = nlp(_PROBE)
    advice = "give a pipeline trained on Universal Dependencies, or leave --pipeline out"
    for annotation in ("POS", "DEP", "SENT_START"):
        if not doc.has_annotation(annotation):
            raise PipelineError(f"{name}: sets no {annotation} on a sentence; {advice}")
    strange = sorted({token.dep_ for token in doc if token.dep_.lower().partition(":")[0] not in UD_LABELS})
    if strange or not {token.dep_ for token in doc} & _TELLING:
        raise PipelineError(f"{name}: its labels are not those of UD ({', '.join(strange) or 'no obl, nmod or obj'}); {advice}")
