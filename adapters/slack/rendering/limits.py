"""Slack's limits, as its documentation gives them; a comment says where it gives none. Counted as in `fitting.width`."""

# --- what a message holds (docs.slack.dev/reference/block-kit) -------------------------------------------

BLOCKS = 50
TEXT = 4_000
"""Of the fallback text: more than this can be posted, but not edited afterwards (`msg_too_long`)."""
SIZE = 12_000
"""Of all of a message's blocks together, as JSON. Not documented: Slack refuses more than about 13,200 characters of
text and containers with `msg_blocks_too_long`, and was seen to refuse less where there were many containers."""
BLOCK_ID = 255
SECTION = 3_000
FIELDS = 10
FIELD = 2_000
BUTTONS = 25
ACTION_ID = 255
BUTTON = 75
BUTTON_VALUE = 2_000
HEADER = 150

# --- what a view holds -----------------------------------------------------------------------------------

VIEW_BLOCKS = 100
VIEW_SIZE = 240_000
"""In bytes, as it is sent; Slack refuses 250 KB."""
MENU_SIZE = 60_000
"""In bytes, of a menu's options: so that no single field fills a view."""
TITLE = 24
"""Also of the words on the buttons that send and close a modal."""
METADATA = 3_000
LABEL = 2_000
INPUT = 3_000
OPTION = 75
OPTION_VALUE = 150
RADIOS = 10
"""Of radio buttons, and of checkboxes."""
OPTIONS = 100
"""Of a menu that is sent with the view, and of one answer to what is typed into a menu."""
ERROR = 500
"""Beside a field. Not documented: what still reads well there."""
PAGE = 10
"""Questions on one page of a form. Slack would take more; people would not."""
SETTLES = 1.0
"""Seconds until what a modal was acknowledged with stands there: a change that comes before is lost. Not documented."""

# --- files -----------------------------------------------------------------------------------------------

ALT = 1_000
FILE_NAME = 255
