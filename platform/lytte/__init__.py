"""Questionnaires for oncology clinics: patients answer, clinicians read.

The floors, top to bottom: `app` and `cli` wire; `web` and `jobs` let the world
in; `services` are what people do; `storage`, `instruments`, `reports` and
`integrations` each know one outside thing; `core` knows what a questionnaire
means and nothing else. A floor imports downwards only (pyproject.toml,
`[tool.importlinter]`, holds it).
"""
