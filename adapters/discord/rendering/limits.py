"""Discord's limits, as its documentation gives them (docs.discord.com/developers); characters as `flows.wording.fitting.width` counts."""

# --- what a message holds (components/reference, resources/message) -----------------------------------------

COMPONENTS = 40
"""Of a message, those inside others counted."""
TEXT = 4_000
"""Of all texts of a message together, markup counted."""
PIECE = 2_000
"""Of one text. Discord would take as much as of all; so posts are filled without tearing more than has to be."""
ROW = 5
"""Buttons side by side."""
CUSTOM_ID = 100
BUTTON = 80
ACCESSIBLE = 1_024
"""What a picture or file shows, in words."""
FILES = 10
FILES_SIZE = 10 * 1024 * 1024
"""In bytes, of all files of a message, in a server that pays nothing."""
FILE_NAME = 100
"""Discord takes 260; a name this long is told in full and still read."""
MARKER = 2**31 - 1
"""The greatest id that a component can have."""

# --- what a modal holds (components/reference#label and what stands in it) ----------------------------------

MODAL = 5
"""Top-level components: each a label with its input, or a text."""
PAGE = MODAL
"""Questions on one page of a form."""
TITLE = 45
LABEL = 45
DESCRIPTION = 100
"""Below a label, and of an option."""
PLACEHOLDER = 100
"""Of what is typed; a menu's may be longer."""
INPUT = 4_000
OPTION = 100
"""An option's label, and its value."""
RADIOS_LEAST = 2
RADIOS = 10
"""Of radio buttons, and of checkboxes."""
OPTIONS = 25
"""Of a menu. What has more is typed."""

# --- moments ------------------------------------------------------------------------------------------------

LATEST = 2**33
"""In seconds since 1970: later ones are written out. Discord takes more; the clocks of those who read may not."""
