"""Sorts of measures and of the words at them, as sets: which types are told how, which verbs only announce, which hand over.

In comes nothing; ``measure`` asks them.

>>> "arrest" in REPORTED
True
"""

from __future__ import annotations

from trucebook.records import MeasureType

# What is told with a passive that names no doer ("The army said that six men were arrested") is done by the one who tells it.
REPORTED = frozenset(
    {
        "arrest",
        "prisoner_release",
        "hostage_release",
        "evacuation",
        "deployment",
        "withdrawal",
        "aid",
        "sanctions",
        "aid_suspension",
        "blockade",
    }
)


# Verbs by which an act is only told of, or promised.
ANNOUNCING = frozenset({"announce", "unveil", "declare"})
PLEDGING = frozenset({"pledge", "promise", "vow"})
# What those are told who are sent out of a country.
LEAVING = frozenset({"leave", "depart", "go", "quit"})
# Verbs under which a measure stands until they come true: "asked the navy to end its blockade".
ENDING = frozenset({"end", "lift", "stop", "break", "ease", "cease", "halt", "remove", "run", "defy", "breach", "circumvent"})


# Measures that are not taken up again by a word for them alone: each is a new one.
FRESH = frozenset({"other", "arrest"})


# Measures that only an authority takes: entries by type.
OFFICIAL: dict[MeasureType, frozenset[str]] = {
    "arrest": frozenset({"arrest", "capture_people"}),
    "evacuation": frozenset({"evacuate", "order_evacuation", "leave_on_order"}),
    "expulsion": frozenset({"expel"}),
    "prisoner_release": frozenset({"free_prisoners", "free_somebody"}),
    "other": frozenset({"rules", "close_passage", "open_passage", "indict", "seize", "foil", "rescue"}),
}


# Entries whose noun with a place tells whose act it is: "a curfew in Bara", "the arrest of two men in Lyon".
STANDING = frozenset({"arrest", "rules"})
# Measures done to people: the side that their words name is the target ("Chadian hostages").
PERSONAL = frozenset({"prisoner_release", "hostage_release", "arrest", "expulsion"})
HELPING = frozenset({"help", "assist", "support", "protect", "defend", "reinforce"})
# How many sides of a list each get a record.
MOST = 8
# Verbs of giving that need no receiver to be told of.
HANDING = frozenset({"deliver", "supply", "donate", "pledge", "promise"})
# Words for both sides, one by one.
EACH = frozenset({"each", "both"})
FIRING = frozenset({"send", "dispatch"})
FLYING = frozenset({"drone", "missile", "rocket", "uav", "projectile"})
