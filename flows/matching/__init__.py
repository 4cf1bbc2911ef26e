"""Matching: applicants and rules become pairs, each with its reasons. Pure; the face is `flows.matching.assign`.

The way through it is `assign`, `deciding` (one match from beginning to end), `bars` (the hard rules, over `scoring`),
`assigned` (the best pairs, by `solving`), and what is said of them (`telling`). `changes` tries out what a coordinator
thinks of doing.
"""
