"""Made-up people who take part: for the demo, for tests that need many rows, for load.

`kinds` holds the figures, `behaviour` lets people live by them and gives `events`, without touching anything. Two
outlets write those down: `through_services` by the same verbs as the pages, `by_copy` straight into the tables, for
ten thousand at once. `staging` is what both need: a campaign as the model sees it, local days as moments in time.
"""
