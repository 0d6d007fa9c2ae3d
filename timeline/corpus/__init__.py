"""A corpus folder ⇄ the database.

::

    corpus.toml              schema, themes, and the openings of the first screen
    sources/<slug>.toml      a work with its CSL-JSON; beside it <slug>.txt (the stored text) and its raw file
    events/<slug>.toml       the event's dictionary (``dictionary.py``), with ``state`` and ``old_slugs`` before it
    questions/<slug>.toml    likewise
    terms/<slug>.toml        a word or person of the glossary
    lessons/<slug>.toml      a lesson of the editors

``state`` is draft, published or withdrawn (then ``withdrawn`` says why). A file holds the working copy, and a table
``published`` where readers see an older one; on a first load what was published is published. Loading is atomic. Run
again, it adds what is new, lists what was changed at the desk, and overwrites nothing without ``replace``. The exporter
writes the canonical form: export, load, export gives the same bytes.
"""

from timeline.corpus.exporting import corpus_files, envelope, export, toml
from timeline.corpus.loading import load
from timeline.corpus.shapes import AUTHOR, CorpusError, Report

__all__ = ["AUTHOR", "CorpusError", "Report", "corpus_files", "envelope", "export", "load", "toml"]
