"""What the people of the browser tests write into the forms, page by page, by the questions' labels."""

from tests.web.browser_windows import Answers, Window

STAGE = "Where are you on your way?"
TOPICS = "What would you love to talk about?"
GOALS = "What do you hope for from these six months?"
ABOUT = "A few words about you, for your partner"
TOWN = "Your town or part of the state"
LANGUAGES = "In which languages could you talk?"

ABOUT_ANA: Answers = {
    STAGE: ("Library-science student",),
    TOPICS: ("Archives", "Oral history"),
    GOALS: ("Planning a career",),
    ABOUT: "I study in the evenings and catalogue zines on Sundays.",
}
WHERE_ANA_IS: Answers = {TOWN: "Hartford", LANGUAGES: ("English",)}
OUR_PLAN: Answers = {
    "How many times a month would you like to meet?": "2",
    "In which ways?": ("Video call", "E-mail"),
    "Anything else you would like to agree on?": "Tuesdays are best",
}
HOW_IT_WAS: Answers = {
    "All in all, how was it?": ("Wonderful",),
    "How well were the two of you matched?": ("Just right",),
    "How often did you talk?": ("As we had planned, or more",),
    "Did you get what you came for?": ("Yes",),
    "Would you take part again?": ("Yes",),
}
IN_WORDS: Answers = {"What was best about it?": "Her patience with my first finding aid"}


def opens_application(ana: Window) -> None:
    """She would like a mentor, and has the first page of the application before her."""
    ana.says("sign up")
    ana.presses("I would like a mentor")
    ana.sees_form("Find a mentor")
