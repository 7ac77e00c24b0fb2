"""What we ask: survey content and its model; knows no database and no screen."""
