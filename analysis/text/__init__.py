"""What people say: redaction, language, sentiment and themes of comments, without a network."""
