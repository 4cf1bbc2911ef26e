"""Discord: what happens there becomes events, and what Shelfmate says becomes layout components.

`listen` opens the door, `read` makes events of what comes in, `render` makes components of what is said, `send` delivers it;
beside each a folder holds its parts. `calling` is Discord's REST API, at its pace. `setup` is the modal that sets a server
up, `app` what Discord has to know of the application itself.
"""
