"""Pages of the doors: the web form in three steps, the receipt, and the phone screen."""
