"""One customer, whole story: the list of customers, one customer's page and timeline, the service profile."""
