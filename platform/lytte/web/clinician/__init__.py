"""The clinician's pages: who comes today, what cannot wait, the sheet."""
