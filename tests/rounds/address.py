"""Where the database of the tests is, for a process that a test starts."""

from urllib.parse import quote

from django.db import connection


def database_address() -> str:
    """The address of the database that this test works on."""
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{about['NAME']}"
    login = f"{quote(about['USER'])}:{quote(about['PASSWORD'])}@" if about["USER"] else ""
    return f"postgres://{login}{about['HOST']}:{about['PORT']}/{about['NAME']}"
