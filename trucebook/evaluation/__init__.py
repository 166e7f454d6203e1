"""How well records agree with those of an expert: gold files in, scores of slots and records out.

The measure is the one that the project publishes: two records are paired when they are of one kind and share a sentence, and
then slot F1 and record F1 are counted (docs/guide/evaluate.md). Nothing here reads a text by rule or model.

>>> from trucebook.evaluation import Tally
>>> Tally().table()["all"].gold
0
"""

from trucebook.evaluation.gold import GoldFile, read_gold
from trucebook.evaluation.pairing import Match, pair_records
from trucebook.evaluation.scoring import Row, Tally, is_right

__all__ = ["GoldFile", "Match", "Row", "Tally", "is_right", "pair_records", "read_gold"]
