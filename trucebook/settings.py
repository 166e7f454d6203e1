"""Every setting: its name, its default, one line of help. The only module that reads the environment.

In comes the process environment (``TRUCEBOOK_...``), out goes one frozen :class:`Settings`.

>>> Settings.from_environment({"TRUCEBOOK_BOOK": "sudan.book"}).book
'sudan.book'
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trucebook.errors import InputError

PREFIX = "TRUCEBOOK_"


class Settings(BaseModel):
    """What a user may set; each field is the environment variable ``TRUCEBOOK_`` + its name in capitals."""

    model_config = ConfigDict(frozen=True)

    book: str = Field("trucebook.book", description="Path of the book (a SQLite file) that commands use without --book.")
    pipeline: str | None = Field(None, description="A spaCy package or path that sets Universal Dependencies; empty: our own.")
    lexicon: str | None = Field(None, description="A folder of lexicon files laid over the shipped ones.")
    rules_only: bool = Field(False, description="Read by rules alone, without what is learned: faster, but fewer records.")
    threads: int = Field(2, ge=1, description="Threads of the encoder in one process.")
    processes: int = Field(1, ge=1, description="Processes that read many documents side by side.")
    max_megabytes: float = Field(5.0, gt=0, description="Largest text file that is read, in megabytes.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``environment`` (the process's own by default); an unusable value raises :class:`InputError`."""
        env = os.environ if environment is None else environment
        found = {name: env[PREFIX + name.upper()] for name in cls.model_fields if env.get(PREFIX + name.upper())}
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + str(first["loc"][0]).upper()
            raise InputError(f"environment: {name}={first['input']!r}: {first['msg']}; unset it or give such a value") from error
