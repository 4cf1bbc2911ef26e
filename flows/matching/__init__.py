"""Matching: applicants and rules become pairs, each with its reasons. Pure; the face is `flows.matching.assign`."""
