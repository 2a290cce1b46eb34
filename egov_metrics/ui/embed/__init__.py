"""One chart without the app around it, for a frame in another site's page: `/embed/compare?unit=P63-14`."""
