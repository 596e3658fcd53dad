"""Parallel corpora out of many documents: ``aligner build`` and ``aligner mine``."""
