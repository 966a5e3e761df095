"""One level on another's: what is changed, newer versions, forms of other hospitals."""
