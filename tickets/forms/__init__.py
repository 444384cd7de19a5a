"""Forms as data, and one small engine that knows none of them."""
