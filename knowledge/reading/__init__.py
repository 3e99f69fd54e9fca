"""What is read: how often each article is opened, and which are not.

Enters: numbers of opened pages, by day, without anybody in them.
Leaves: a list of what is read and what is not, beside readers' answers; the sums of months for reports.
Acts: the worker counts, editors and coordinators look.
"""
