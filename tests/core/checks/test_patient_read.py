"""What an expression reads of the patient, of whom little is known here."""

import pytest

from lytte.core.checks.computing import not_supplied
from lytte.core.checks.form import Form
from tests.core.checks.made import fhirpath, number, whole


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("%patient.name.first().family", ["name"]),
        ("%patient.first().gender", ["gender"]),
        (
            "iif(%patient.gender = 'male', 1, %patient.telecom[0])",
            ["gender", "telecom"],
        ),
        ("%patient.birthDate", []),
        ("%patient.resourceType = 'Patient'", []),
        ("%patient.exists()", []),
        ("'%patient.name' = ''", []),
        ("1 /* %patient.name */", []),
    ],
)
def test_of_the_patient_is_told_what_is_read_and_not_there(written: str, told: list[str]) -> None:
    found = not_supplied(Form(whole(number("n", calculated_expression=fhirpath(written)))))

    assert [one.message.split("uses “")[1].split("”")[0] for one in found] == told


def test_a_patient_of_the_forms_own_is_none_of_the_records() -> None:
    asked = number("n", calculated_expression=fhirpath("%patient.name"))
    own = whole(asked, variables=[fhirpath("%resource", "patient")])

    assert not list(not_supplied(Form(own)))
