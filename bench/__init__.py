"""What the product costs beside a bare counterpart, both in one run. bench/README.md says what the sides are."""
