"""Options that nobody reads through: some letters are written, and what fits is chosen among."""

from tests.web.patient.features.feature import Feature, answered, asked, coded, control

WARDS = [f"Sted {number}" for number in range(400)]
DRUGS = ["Paracetamol", "Ibuprofen", "Åsepar", *WARDS]
OFFERED = [{"valueCoding": coded(word, f"c{number}")} for number, word in enumerate(DRUGS)]

SEARCHING = (
    Feature(
        name="itemControl autocomplete of many, several to choose: searched, never a wall of boxes",
        items=(asked("a", "choice", control("autocomplete"), repeats=True, answerOption=OFFERED),),
        page=("Søk blant 403", "2 passer med «PAR»", "Dette har du valgt"),
        not_on_page=("Sted 7<", "<select"),
        sends=(
            {"q0_0_find": "PAR"},
            {"q0_0": "0", "q0_0_find": "ase", "q0_0_was": "PAR"},
            {"q0_0": ["0", "2"], "q0_0_find": "ase", "q0_0_was": "ase"},
        ),
        response=[
            answered(
                "a",
                {"valueCoding": coded("Paracetamol", "c0")},
                {"valueCoding": coded("Åsepar", "c2")},
            )
        ],
    ),
    Feature(
        name="itemControl autocomplete of many, with own words where nothing fits",
        items=(asked("a", "open-choice", control("autocomplete"), answerOption=OFFERED),),
        page=("Ingenting passer med «qqqq»", "Noe annet, med egne ord"),
        not_on_page=("<select",),
        sends=(
            {"q0_0_find": "qqqq"},
            {"q0_0_x": "Kamferdråper", "q0_0_find": "qqqq", "q0_0_was": "qqqq"},
        ),
        response=[answered("a", {"valueString": "Kamferdråper"})],
    ),
)
