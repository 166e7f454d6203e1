"""Says which actor, place, day and matter a token means, how the clause is meant, and on whose word it stands.

In comes a parsed document, out come actors, places, days and modality; ``scene.Scene`` is the one door for the kinds.
"""
