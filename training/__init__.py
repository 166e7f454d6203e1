"""How the shipped model was made, from data to file; not installed with the package."""
