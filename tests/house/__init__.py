"""The house rules as code: what imports and types cannot show."""
