"""What Discord takes and what not, limit by limit, as its documentation has them."""
