"""A Slack on a loopback port, as strict as Slack's documentation: what the adapter's tests play on.

A test takes the fixture `slack` (Socket Mode) or `either` (both modes, one after the other), puts people into it, lets
the app listen, and then speaks of what people do and see:

    ada = slack.add("Ada Archer")
    ada.says("hello")                                   # types it to the app
    await ada.sees("Ready?", "[Apply]")                 # waits until that stands on her screen
    await ada.presses("Apply")                          # the button of the newest message that has it
    await ada.fills({"Your name": "Ada", "Topics": ["Maps"]})
    await ada.submits()                                 # her modal; what is wrong stands in `ada.modal.errors`
    await ada.runs("/mentoring menu")
    ada.opens_home()
    assert ada.screen.told == ()                        # Slack never had to say that the app did not respond

The app gets `slack.api` for its `base_url`, `slack.token`, `slack.app.app_token` and `slack.app.signing_secret`; in HTTP
mode set `slack.app.request_url`. `App.pasted(manifest)` holds it to a manifest. Slack's clock stands still until
`await slack.passes(seconds)`: deadlines, retries, triggers and limits all go by it (`loopback(clock=WallClock())` measures).
`slack.faults.plant(...)` breaks the next call; `slack.cut()`, `slack.sockets.refresh()` and `slack.again(delivery)` break
delivery; `slack.revokes()`, `slack.deactivates(ada)`, `slack.archives(channel)` are what administrators do. All that was
said stands in `slack.calls` and `slack.deliveries`; `slack.site.complaints` holds answers of which Slack could make nothing.
"""
