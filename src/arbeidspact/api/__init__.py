"""The REST API: versions side by side under /api/, described by OpenAPI, opened with a token."""
