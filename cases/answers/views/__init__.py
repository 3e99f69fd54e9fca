"""Pages of answers: the reply, the recalls, and the article made of an answer."""
