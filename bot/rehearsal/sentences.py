"""What simulated people write: a small stock of sentences by what a field's key speaks of."""

from collections.abc import Mapping
from random import Random

STOCK: Mapping[str, tuple[str, ...]] = {
    "concern": (
        "We have not found a rhythm, and I feel I am the one who always writes.",
        "We are looking for quite different things, and I do not know how to say so kindly.",
        "My messages have gone unanswered for three weeks.",
    ),
    "reply": (
        "Thank you for telling us. I will speak with you both this week, and we can find another match if you wish.",
        "I am glad you wrote. Nothing you said here goes to your partner. Shall we end this match gently?",
    ),
    "thank": (
        "Thank you for your time and your patience. Our talks changed how I see this work.",
        "I learned as much as I gave. Good luck with what comes next!",
        "Thank you! The tour of your stacks was the best hour of my spring.",
    ),
    "niche": (
        "Seed libraries",
        "Zines, and how to catalog them",
        "Hand-drawn town maps",
        "Board games at the branch",
        "Audio letters from the 1960s",
        "Bookmobile routes",
    ),
    "best": (
        "Having somebody to ask who had no stake in the answer.",
        "The hour we spent on one cover letter.",
        "That we always had the next date before we hung up.",
    ),
    "improve": (
        "A few more prompts in the second half would have helped us.",
        "Nothing comes to mind; it ran smoothly.",
        "It would be good to meet the other pairs once.",
    ),
    "expect": (
        "An honest look at the work, and somebody to ask the questions I would not ask my manager.",
        "To hear how others see the field, and to stay curious.",
    ),
    "about": (
        "I came to libraries by way of a bookshop and never looked back.",
        "I run story hours on Saturdays and a repair café on Sundays.",
        "I moved from archives to public service four years ago.",
        "I like maps, marginalia and quiet mornings.",
    ),
    "hope": (
        "I want to find out which kind of library suits me.",
        "I would like to prepare for my first supervising role.",
        "I hope to give back what an older colleague once gave me.",
        "I would like feedback on my résumé before I apply anywhere.",
    ),
    "note": (
        "Tuesday evenings suit me best.",
        "I am happy to take the train to meet halfway.",
        "Mornings before ten are difficult for me.",
    ),
    "how": (
        "Video call; I will send the link",
        "By phone; I will call you",
        "At the café across from your library",
        "In the reading room, by the window",
    ),
    "not_with": ("My former supervisor, Wilhelmina Ashgrove", "w.ashgrove@former-employer.example"),
    "goal": (
        "Apply for two positions by the summer, with a cover letter I am proud of.",
        "Lead one program from the idea to the evaluation.",
    ),
}

ALIKE: Mapping[str, tuple[str, ...]] = {
    "concern": ("not_well", "problem", "issue", "happened", "wrong"),
    "reply": ("answer", "response"),
    "thank": ("farewell", "goodbye", "words", "closing"),
    "niche": ("particular",),
    "best": ("like", "enjoy"),
    "improve": ("comment", "feedback", "suggest", "better"),
    "expect": ("gain",),
    "about": ("bio", "experience", "background", "introduc", "interest", "profile"),
    "hope": ("why", "motiv", "reason", "seek", "want"),
    "note": ("plan", "when"),
    "how": ("method", "place", "where"),
    "not_with": (),
    "goal": ("aim",),
}
"""Other words in a key that ask for the same."""


def sentence(rng: Random, key: str, form: str, longest: int) -> str:
    """Something believable for a field of this key on this form, no longer than may be."""
    subject = _subject(key) or _subject(form) or "hope"
    fits = [text for text in STOCK[subject] if len(text) <= longest]
    return rng.choice(fits) if fits else STOCK[subject][0][:longest].strip()


def _subject(words: str) -> str:
    lower = words.casefold()
    for subject in STOCK:
        if any(word in lower for word in (subject, *ALIKE[subject])):
            return subject
    return ""
