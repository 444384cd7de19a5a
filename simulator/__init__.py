"""A Telegram of our own: Bot API, people, groups, faults and a clock on loopback. See README.md."""
