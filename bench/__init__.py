"""Measurements that are too long or too loose for a test: each module is a program of its own."""
