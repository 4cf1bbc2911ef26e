"""The browser: a page where one person talks with Shelfmate, live; the playground's platform."""
