"""How right an analyst was, as arithmetic on values: no SQL, no files, no clock, no terminal.

Three conventions hold throughout. Probabilities and outcomes are integers in millionths. Forecasts arrive as
cells, equal ones counted together (``cells``). Sums are exact, whole numbers or correctly rounded once, so a score
does not depend on the order of the rows or on the engine that grouped them.
"""
