"""Pages: calls, links and figures at the desk; in public a day, another adult, a lost receipt."""
