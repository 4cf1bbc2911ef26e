"""How good a pair would be: what two people have in common becomes a whole number of a hundred."""
