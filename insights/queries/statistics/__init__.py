"""How sure a figure is: pure mathematics, without a database and without words (docs/cijfers.md says it in Dutch)."""

from insights.queries.statistics.intervals import Interval, mean_interval, share_interval
from insights.queries.statistics.noisy import CLUSTERING, ICC, Noisy
from insights.queries.statistics.quantiles import LEVEL

__all__ = ["CLUSTERING", "ICC", "LEVEL", "Interval", "Noisy", "mean_interval", "share_interval"]
