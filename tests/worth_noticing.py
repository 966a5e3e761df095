"""What is no fault and is told all the same: of a rehearsal, and of a configuration in a file."""

from datetime import time
from decimal import Decimal
from io import BytesIO

from PIL import Image

from lytte.core import rehearsal_remarks
from lytte.core.own_settings import OwnSettings
from lytte.core.problems import Problem, note
from lytte.core.schedules.plan import Care, Plan
from lytte.core.thresholds import AtLeast as Limit
from lytte.core.thresholds import Rule, RuleSet
from lytte.services.bundles import bundling_out
from lytte.services.drafts import drafting
from lytte.services.instruments import stocking
from lytte.services.settings import setting
from lytte.storage import tables
from tests.cms_desk import INSTRUMENT, Cms


def everything_to_notice_in_a_rehearsal() -> list[Problem]:
    """Return what is said of rules that look at what nobody answered."""
    rules = tuple(
        Rule(id=name, severity="red", when=Limit(measure=name, value=Decimal(1)))
        for name in ("a/pain", "a/pian", "unlike")
    )
    return list(rehearsal_remarks.measures(RuleSet(rules=rules), 1, (), ("a/pain",)))


def everything_that_stays_behind(cms: Cms) -> list[Problem]:
    """Return each thing that is not in the file of a clinic that has them all."""
    form_id = cms.form()
    cms.reachable()
    cms.rules()
    picture = BytesIO()
    Image.new("RGB", (90, 30), "navy").save(picture, "PNG")
    with cms.world.open() as session:
        work = cms.work(session)
        logo = setting.add_logo(work, picture.getvalue(), staff_id=None)
        own = OwnSettings(logo=logo)
        setting.put(work, cms.world.clinic_id, own, made_on=0, staff_id=None)
        session.get_one(tables.FormDraft, form_id).origin = {"hospital": "Et annet sykehus"}
        drafting.save_plan(work, cms.world.clinic_id, Plan(care=Care(quiet_from=time(20))))
        licence = INSTRUMENT.licence.model_copy(update={"required": True})
        stocking.add(work, INSTRUMENT.model_copy(update={"id": "owned", "licence": licence}))
        session.flush()
        return [note("", one) for one in bundling_out.left_behind(work)]
