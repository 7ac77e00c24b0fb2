"""The entry point. Imported, it is the ASGI app with both resident doors; run by Streamlit, it shows the pages."""

import os

import streamlit as st

if __name__ == "__main__":
    from survey.pages import show
    from survey_app import cities

    show(cities)
else:
    from survey.compose import announce, forget_order_in_time, open_cities
    from survey.pages.server import early_files, enforce_privacy, keep_waiting_sessions, log_script_error
    from survey.web.middleware import middleware
    from survey.web.routes import routes

    enforce_privacy()
    keep_waiting_sessions()
    cities = open_cities(os.environ, port=st.get_option("server.port"))
    announce(cities)
    forget_order_in_time(cities.real)
    around = middleware(cities, early_files())
    app = st.App(__file__, routes=routes(cities), middleware=around, on_script_error=log_script_error)
