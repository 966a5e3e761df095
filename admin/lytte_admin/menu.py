"""The CMS's menu: which pages there are, and in which order."""

from typing import Any

from flask import Flask, request
from flask_admin import Admin
from flask_babel import Babel
from jinja2 import ChoiceLoader, PackageLoader

from lytte.core.items.choice import AnswerOption
from lytte.web import staff
from lytte.web.forms.shown import text_of
from lytte_admin.bundles import Bundles
from lytte_admin.first_page.home import Home
from lytte_admin.forms.deviations import Deviations
from lytte_admin.forms.forms import Forms
from lytte_admin.forms.questions import Questions
from lytte_admin.inheriting.elsewhere import Elsewhere
from lytte_admin.inheriting.shared import Shared
from lytte_admin.inheriting.tailored import TailoredForms
from lytte_admin.inheriting.upgrades import Upgrades
from lytte_admin.insights import Insights
from lytte_admin.instruments.instruments import LARGEST_FILE, Instruments
from lytte_admin.instruments.licences import Licences
from lytte_admin.languages.clinic_texts import ClinicTexts
from lytte_admin.languages.translation_files import TranslationFiles
from lytte_admin.languages.translations import Translations
from lytte_admin.previews.phone_preview import blueprint as phone_preview
from lytte_admin.previews.preview import Preview
from lytte_admin.rules.emergencies import Emergencies
from lytte_admin.rules.rehearsals import Rehearsals
from lytte_admin.rules.suggested import SuggestedLimits
from lytte_admin.rules.tailored_rules import TailoredRuleSets
from lytte_admin.rules.thresholds import Thresholds
from lytte_admin.sending.plans import Plans
from lytte_admin.sending.schedules import Schedules
from lytte_admin.sending.tailored_plans import TailoredPlans
from lytte_admin.settings.settings import Settings
from lytte_admin.settings.sheets import Sheets
from lytte_admin.texts.texts import Texts
from lytte_admin.versions.approvals import Approvals
from lytte_admin.versions.history import History
from lytte_admin.versions.history_pages import Changes
from lytte_admin.versions.versions import Versions

LET_IN = (
    "settings.save",
    "instruments.bring", "bundles.look", "bundles.bring",
    "translation_files.look", "translation_files.bring",
    "clinic_texts.look", "clinic_texts.bring",
)  # fmt: skip


PAGES = {
    "forms": Forms,
    "questions": Questions,
    "tailored": TailoredForms,
    "upgrades": Upgrades,
    "deviations": Deviations,
    "elsewhere": Elsewhere,
    "shared": Shared,
    "preview": Preview,
    "instruments": Instruments,
    "translations": Translations,
    "schedules": Schedules,
    "plans": Plans,
    "translation_files": TranslationFiles,
    "clinic_texts": ClinicTexts,
    "texts": Texts,
    "settings": Settings,
    "sheet": Sheets,
    "thresholds": Thresholds,
    "rehearsals": Rehearsals,
    "emergencies": Emergencies,
    "tailored_rules": TailoredRuleSets,
    "tailored_plans": TailoredPlans,
    "suggested": SuggestedLimits,
    "approvals": Approvals,
    "versions": Versions,
    "licences": Licences,
    "insight": Insights,
    "changes": Changes,
    "history": History,
    "bundles": Bundles,
}
"""Every page by its address under /admin."""


def add_cms(app: Flask) -> None:
    """Add every page of the CMS to the application, under /admin."""
    Babel(app, locale_selector=staff.language)
    admin = Admin(app, name="Lytte", index_view=Home(name="Home", url="/admin"))
    for endpoint, view in PAGES.items():
        admin.add_view(view(name=endpoint, endpoint=endpoint, url=f"/admin/{endpoint}"))
    app.register_blueprint(phone_preview)
    app.url_value_preprocessor(_let_files_in)
    app.add_template_filter(option_text)
    loaders = [one for one in (app.jinja_loader, PackageLoader("lytte_admin")) if one]
    app.jinja_loader = ChoiceLoader(loaders)


def option_text(option: AnswerOption, language: str) -> str:
    """Return what an option says; its code's own words where it has no text."""
    return option.text.read(language) or text_of(option.value)


def _let_files_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Raise the limit on a request's size where a questionnaire is brought in, and only there.

    Before anything has read the body: the check against forgery does.
    """
    if endpoint in LET_IN:
        request.max_content_length = LARGEST_FILE
        request.max_form_memory_size = LARGEST_FILE
