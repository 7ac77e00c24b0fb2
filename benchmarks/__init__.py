"""Measured claims, each as a command that prints its table."""
