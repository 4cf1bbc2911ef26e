"""What the stages of a cohort are called, for those who look at a program's calendar."""

STAGE_NAMES = {
    "reconfirm": "mentors asked whether they are available",
    "opens": "applications open",
    "closing_soon": "a last call",
    "closes": "applications close",
    "match": "matches proposed to the coordinators",
    "publish_by": "the last day to publish matches",
    "begins": "the cohort begins",
    "closing": "closing and survey",
    "ends": "the cohort ends",
    "report": "report to the coordinators",
}
