"""The blocks of a release, subject by subject; `insights.queries.reading` puts them together."""
