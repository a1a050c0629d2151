"""Matchering's limiter alone, as a server: a JSON request per line in, "ok" or a complaint per line out."""

import json
import sys

import numpy as np
import soundfile
from matchering import Config
from matchering.limiter import limit

for line in sys.stdin:
    try:
        request = json.loads(line)
        samples, rate = soundfile.read(request["in"], dtype="float64", always_2d=True)
        config = Config(internal_sample_rate=rate, threshold=10 ** (request["ceiling_db"] / 20))
        limited = limit(samples * 10 ** (request["gain_db"] / 20), config)
        soundfile.write(request["out"], np.asarray(limited, dtype="float32"), rate, subtype="FLOAT")
        print("ok", flush=True)
    except Exception as error:  # whatever it is, the next request may do better
        print(f"{type(error).__name__}: {error}", flush=True)
