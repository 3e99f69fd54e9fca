"""Commands of this app for the operator of the server."""
