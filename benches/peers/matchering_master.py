"""Matchering whole: SONG REFERENCE OUT, written as 24-bit WAV."""

import sys

import matchering

song, reference, out = sys.argv[1:]
matchering.process(target=song, reference=reference, results=[matchering.pcm24(out)])
