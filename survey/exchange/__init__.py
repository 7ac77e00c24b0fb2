"""Files in and out: places, mappings and answers; reading only, nothing here stores."""
