"""How we collect, keep and show: doors, services and storage."""
