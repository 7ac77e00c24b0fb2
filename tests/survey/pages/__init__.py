"""Every page, driven with a real city on a real store."""
