"""Slack: what happens there becomes events, and what Shelfmate says becomes Block Kit.

`listen` opens the door, `read` makes events of what comes in, `render` makes blocks of what is said, `send` delivers it;
beside each a folder holds its parts. `calling` is Slack's Web API, at its pace. `home` is people's own page, `setup` the
modal that sets a workspace up, `app` what Slack has to know of the app itself.
"""
