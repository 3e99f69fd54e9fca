"""Settings: base, dev, test, production; read through env.py.

Enters: the environment.
Leaves: one checked configuration.
Acts: operator of the server.
"""
