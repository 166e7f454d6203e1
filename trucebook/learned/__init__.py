"""What is learned from annotated texts beside the rules: which records a text holds, and who and what fills their slots.

In come a page (a scene as the graphs see it) and the records that rules found on it, out go records: the rules' ones confirmed
or dropped, and those that no rule found. The graphs of ``data/model/records.onnx`` and ``fillers.onnx`` judge words only; days,
actors, places and counts are those that ``resolution/`` reads at these words, so that nothing comes into a record that the text
does not say.

>>> heads = RecordHeads(MODEL)                                # doctest: +SKIP
>>> [r.kind for r in complete(page, records, heads)]          # doctest: +SKIP
['statement', 'incident']
"""
