"""A Discord on a loopback port, as strict as Discord's documentation: what the adapter's tests play on.

A test takes the fixture `there`, puts people into it, connects a discord.py client, and then speaks of what people do and see:

    bot, ada = Bot(), there.add("Ada Archer", locale="fr", zone="Europe/Paris")
    async with online(bot, there):                      # or the adapter: see below
        await bot.tree.sync()
        await ada.runs("/mentoring signup role:Mentor") # in the DM; `where="#general"` or a thread's name for elsewhere
        await ada.types("/mentoring find person:Bo")    # what autocomplete offers; `runs` then sends its value
        await ada.sees("Ready?", "[Apply]")             # waits until that stands on her screen
        await ada.presses("Apply")                      # the button of the newest message that has it; `times=2`
        await ada.chooses("A day", "Monday")            # a menu, by what it shows; people as themselves, '@role', '#channel'
        await ada.fills({"Your name": "Ada", "Topics": ["Maps"], "CV": {"cv.pdf": b"..."}})
        await ada.submits()                             # her modal; None if Discord held it back: `ada.modal.errors`
        ada.says("hello", "#general")                   # typed; without a place to the app
    assert ada.screen.told == ()                        # Discord never had to say 'This interaction failed'

Every act gives back its `Interaction` (`answered`, `late`, `reply`). `ada.dm[-1]` and `ada.screen["#general"]` are messages as
she reads them: `text`, `buttons`, `pings` (whom it called), `links`, `files` (with alt text), `private`, `edited`. Dates are in
her language and zone. `ada.closes_dms()` makes 50007 of every message to her (or 50278, as Discord also does).

`redirected(there)` points every client of the process here (the fixture does): `Route.BASE` to `there.api`, and
`DiscordWebSocket.DEFAULT_GATEWAY` to `there.gateway_url`, for a plain `Client` never asks /gateway/bot. A client should have
`guild_ready_timeout=0` and a `before_identify_hook` that does not wait, or each test takes seconds. `there.app` is the app in the
developer portal (privileged intents); `there.allow(May.CREATE_EVENTS)` and `there.forbid(...)` change what its role may do:
at first it is what everybody may. `there.guild` is its server, `there.owner` who made it; `there.role`, `there.channel`,
`there.open_guild`, `there.leaves(ada)`, `there.removes_app()`, `there.erases(channel)` are what administrators do.

Discord's clock stands still until `await there.passes(seconds)`: the 3 s, the 15 min, nonces (5 min), bans and resumable
sessions (3 min) go by it. Limits of pace go by the system's clock, fifty times as fast, since discord.py waits for them in real
time: `there.site.limits.speed = 1` measures, `.on = False` lifts them. `loopback(clock=WallClock())` lets all of it be measured.

`there.faults.plant("create_message", How.SERVER_ERROR, done=True, status=503)` breaks the next call of that name (`calls[n].name`
has the names; 500 is tried again by discord.py itself, after a second). `there.cut()`, `there.cut(after=7)`,
`there.reconnect()`, `there.invalidate(resumable=...)` and `there.close(4009)` break the gateway. A client that is gone leaves a
session that may be resumed, so a press then waits until `passes(3)`. All that was said stands in `there.calls`,
`there.everything_sent()` and `there.gateway.lines[n].heard`; `there.site.complaints` holds calls that Discord knows nothing of.
"""
