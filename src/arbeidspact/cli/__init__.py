"""The command `arbeidspact`: the demo, serving, imports, the taxonomy, matching, and setting an installation up.

Commands are loaded when they are asked for, and Django only when one runs, so that help answers at once.
"""
