"""The plain pages beside Streamlit: the phone page, posters, the staff door and health."""
