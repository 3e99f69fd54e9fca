"""Files on the screen: the person's page, the desk's list, and looking into a file."""
