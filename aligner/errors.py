"""Errors that a user can act on. Every message says what is wrong, where, and what to do, in one line.

AlignerError
├── InputError     a file cannot be read, or holds nothing that can be used
├── OutputError    a result cannot be written
├── UsageError     arguments that do not go together, an unknown name
└── ModelError     a model's files are missing or damaged
"""


class AlignerError(Exception):
    """Base of all errors that the package raises on purpose. The command line prints it and exits with 2."""


class InputError(AlignerError):
    pass


class OutputError(AlignerError):
    pass


class UsageError(AlignerError):
    pass


class ModelError(AlignerError):
    pass
