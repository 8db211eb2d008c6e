"""Networks, ties, needs, touches and the steps that come of them."""
