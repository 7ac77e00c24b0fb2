"""What it means: values in, values out; knows no database and no screen."""
