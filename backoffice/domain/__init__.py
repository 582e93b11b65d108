"""Values and rules of the card center. Imports nothing but the standard library."""
