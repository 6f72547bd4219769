"""How much one web process takes on at once. docs/adr/0027 says how these figures came about."""

AT_WORK = 4  # pages being made, each with a database connection of its own
WAITING = 40  # visitors who wait for one of those; fewer when it goes slowly, see PROMISE
SPARE = 12  # for what needs no database: files, signs of life, and saying that it is busy
THREADS = AT_WORK + WAITING + SPARE
PROMISE = 1.0  # seconds: who would wait longer than about this hears at once that it is busy
PATIENCE = 2.0  # seconds somebody waits at most, also when the database hangs meanwhile
# Connections a process accepts; a browser keeps one open for half a minute after it was helped.
CONNECTIONS = 2048
