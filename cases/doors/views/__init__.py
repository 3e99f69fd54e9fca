"""The pages of the doors: the phone screen, the shared device, the partner's form, the sums."""
