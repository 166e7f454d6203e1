"""What type a pact is of, where its own word ("deal", "agreement") does not say it, or only what the parties agree to do is told.

In come the noun of a pact and the word that tells what is done with it, or a clause, out goes a type of the codebook.

>>> PactTypes(plans, ask).of_clause(doc[5])      # "agreed to remain in contact"     # doctest: +SKIP
'contact'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.kinds.bound import UNDER
from trucebook.kinds.plans import PACTS, SETTLING, Plans, is_near
from trucebook.kinds.subjects import REACH
from trucebook.language.tree import children, is_negated, preposition_of
from trucebook.records import Actor, PactType

if TYPE_CHECKING:
    from trucebook.kinds.arguments import Arguments
    from trucebook.language.tokens import Token

# Words for a pact that say nothing of working together.
PAPERS = frozenset({"declaration", "plan", "resolution", "statement", "understanding", "text", "proposal", "document", "talk"})
CONTACT_VERBS = frozenset({"remain", "stay", "continue", "maintain", "keep"})
CONTACT_NOUNS = frozenset({"contact", "touch", "dialogue", "work"})
MEETING_VERBS = frozenset({"meet", "hold", "convene", "reconvene"})


class PactTypes:
    """Types the pacts of one document."""

    def __init__(self, plans: Plans, ask: Arguments) -> None:
        self.plans = plans
        self.ask = ask

    def of_noun(self, noun: Token, verb: Token, parties: tuple[Actor, ...], *, is_new: bool) -> PactType:
        """The type of a general word: that of a deed or plan beside it, ``cooperation`` where states bind themselves.

        With ``is_new`` (a deal that is reached, not one that is signed or ended) also that of a plan named shortly before.
        """
        for clause in self._deeds_of(noun, verb):
            found = self.plans.words.find_verb(clause)
            if found is not None:
                return found.type
        for t in (*noun.subtree, *verb.subtree):
            plan = self.plans.at(t)
            if plan is not None and not plan.general and plan.type not in ("talks", "other") and t.i > noun.i:
                return plan.type
        before = self.plans.antecedent(noun) if is_new and noun.lemma_.lower() in PACTS else None
        if before is not None and before.type in SETTLING and is_near(before.head, noun, REACH):
            return before.type  # "a deal" in a text on a ceasefire
        states = any(self.ask.is_state(a) for a in parties)
        return "cooperation" if states and not is_negated(noun) and noun.lemma_.lower() not in PAPERS else "other"

    def _deeds_of(self, noun: Token, verb: Token) -> list[Token]:
        """The verbs that say what a pact is for: "swapped prisoners under a deal", "a deal to swap prisoners"."""
        above = [noun.head] if preposition_of(noun) in UNDER and noun.head.pos_ == "VERB" else []
        clauses = (*children(noun, "acl"), *children(verb, "advcl", "xcomp"))
        return [*above, *(c for c in clauses if any(m.lower_ == "to" for m in children(c, "mark")))]

    def of_clause(self, clause: Token) -> PactType:
        """The type of what the parties agree to do: "to remain in contact", "to meet again", "to share intelligence"."""
        within = (self.plans.at(t) for t in clause.subtree)
        typed = next((plan.type for plan in within if plan is not None and not plan.general and plan.type in SETTLING), None)
        if clause.lemma_ in CONTACT_VERBS and typed is None and any(o.lemma_ in CONTACT_NOUNS for o in clause.subtree):
            return "contact"
        if typed is None and clause.lemma_ in ("continue", "keep") and children(clause, "xcomp", "advcl"):
            return "contact"
        if clause.lemma_ in MEETING_VERBS:
            return "talks"
        entry = self.plans.words.find_verb(clause)
        if entry is not None:
            return entry.type
        if typed is not None:
            return typed
        words = {t.lemma_.lower() for t in clause.subtree}
        return "cooperation" if words & self.ask.roles["joint"] else "other"
