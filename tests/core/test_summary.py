"""What a clinician is told: nothing skipped in silence, nothing claimed without a source."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from lytte.commands.sheet_sample import NOW, SYMPTOMS, sample
from lytte.core.answers import Key, Missing
from lytte.core.forms import Deviation
from lytte.core.scoring.scale import Scale
from lytte.core.summary import summarise
from lytte.core.summary_given import Agreement, Call, SummaryInput
from lytte.core.summary_shape import Row, Summary
from lytte.core.thresholds import Occasion, RuleSet


def row(summary: Summary, name: str) -> Row:
    return next(one for table in summary.tables for one in table.rows if one.name == name)


def test_symptoms_and_functions_never_share_a_table() -> None:
    summary = summarise(sample())

    assert [table.kind for table in summary.tables] == ["symptoms", "functions"]
    assert [len(table.rows) for table in summary.tables] == [9, 4]


def test_rows_stand_in_the_order_they_were_asked() -> None:
    summary = summarise(sample())

    assert [one.name for one in summary.tables[0].rows] == list(SYMPTOMS)


def test_the_worst_finding_comes_first_with_the_furthest_limit_and_the_change() -> None:
    worst = summarise(sample()).findings[0]

    assert (worst.name, worst.severity, worst.value, worst.of) == (
        "Smerte",
        "red",
        Decimal(8),
        Decimal(10),
    )
    assert [(one.reason.type, one.reason.limit) for one in worst.reasons] == [
        ("at_least", Decimal(7)),
        ("worsened", Decimal(2)),
    ]


def test_amber_never_stands_before_red() -> None:
    loudness = [one.severity for one in summarise(sample()).findings]

    assert loudness == sorted(loudness, reverse=True)


def test_a_change_names_its_day_when_the_last_occasion_was_not_answered() -> None:
    summary = summarise(sample())
    appetite = row(summary, "Dårlig matlyst")
    found = next(one for one in summary.findings if one.name == "Dårlig matlyst")

    assert appetite.change is not None
    assert (appetite.change.kind, appetite.change.by, appetite.change.last) == (
        "worse",
        Decimal(2),
        False,
    )
    [skipped] = found.reasons[-1].unanswered_at
    assert skipped.date() == (NOW - timedelta(days=21)).date()


def test_a_helpers_numbers_are_no_change() -> None:
    given = sample()
    summary = summarise(replace(given, sending=replace(given.sending, answered_by="proxy")))

    assert all(one.change is None for table in summary.tables for one in table.rows)
    assert summary.occasions[-1].proxy


def test_a_helpers_earlier_point_is_not_compared_with() -> None:
    before = Occasion(NOW - timedelta(days=7), {"d/0": Decimal(8)}, True)
    own = Occasion(NOW - timedelta(days=14), {"d/0": Decimal(3)})

    pain = row(summarise(sample(history=(own, before))), "Smerte")

    assert pain.change is not None
    assert (pain.change.by, pain.change.since.date()) == (Decimal(5), own.at.date())


def test_better_and_worse_follow_the_direction_of_the_scale() -> None:
    summary = summarise(sample())
    kinds = {one.name: one.change and one.change.kind for t in summary.tables for one in t.rows}

    assert (kinds["Fysisk funksjon"], kinds["Sosial funksjon"]) == ("worse", "better")
    assert (kinds["Smerte"], kinds["Tretthet"]) == ("worse", "unchanged")


def test_a_missing_number_keeps_its_reason_and_the_last_known_value() -> None:
    summary = summarise(sample())
    sadness = row(summary, "Tristhet")
    [gap] = summary.gaps

    assert sadness.now is Missing.DECLINED
    assert sadness.points[-1] is None
    assert sadness.previous is not None
    assert gap.previous is not None
    assert (gap.name, gap.missing, gap.previous[0]) == ("Tristhet", Missing.DECLINED, Decimal(3))


def test_only_what_is_inside_its_limits_and_hardly_changed_is_quiet() -> None:
    summary = summarise(sample())
    quiet = {one.name for table in summary.tables for one in table.rows if one.quiet}

    assert quiet == {"Kvalme", "Munntørrhet"}


def test_a_number_beyond_a_limit_is_not_quiet_without_an_alert() -> None:
    pain = row(summarise(sample(alerts=())), "Smerte")

    assert pain.beyond
    assert not pain.quiet


def test_an_agreement_makes_its_alert_known_and_nothing_else() -> None:
    plan = Agreement(
        topic="Tretthet", what="gå tur", agreed_on=NOW.date(), covers=("d/1-at_least-red",)
    )
    given = sample(agreements=(plan,))
    covered = tuple(a for a in given.alerts if a.rule_id != "d/1-at_least-amber")

    summary = summarise(replace(given, alerts=covered))

    assert [one.finding.name for one in summary.known] == ["Tretthet"]
    assert "Tretthet" not in {one.name for one in summary.findings}
    assert row(summary, "Tretthet").known
    assert not row(summary, "Smerte").known


def test_an_answer_taken_back_still_heads_the_page() -> None:
    given = sample(urgent=False)
    shown = replace(given, calls=(Call(emergency_id="back", shown_at=NOW),))

    [raised] = summarise(shown).emergencies.raised

    assert raised.withdrawn
    assert raised.shown_at is not None


def test_an_emergency_question_left_open_is_not_a_no() -> None:
    given = sample(urgent=False)
    open_ = {**given.answers["d"], Key("fever"): Missing.SKIPPED}

    found = summarise(replace(given, answers={**given.answers, "d": open_})).emergencies

    assert found.denied == ("ryggsmerter som hindrer søvn",)
    assert found.unanswered == ("feber på cellegift",)


def test_own_words_and_topics_are_kept_as_written() -> None:
    given = sample(own_words="أريد أن أنام", topics=(("ألم", "urgent"),))

    summary = summarise(replace(given, sending=replace(given.sending, language="ar")))

    assert (summary.own_words[0].text, summary.own_words[0].language) == ("أريد أن أنام", "ar")
    assert [(one.text.text, one.urgency) for one in summary.topics] == [("ألم", "haster")]


def test_an_answer_stands_in_one_place_only() -> None:
    summary = summarise(sample(choices={"Hvor": "Ryggen", "Når": "Om natten"}))

    assert [one.name for one in summary.others] == ["Hvor", "Når"]


def test_what_a_closed_branch_would_have_asked_is_told_as_not_asked() -> None:
    given = sample()
    closed = {key: one for key, one in given.answers["d"].items() if key.link_id != "c0"}

    summary = summarise(replace(given, answers={**given.answers, "d": closed}))

    assert summary.not_opened == ("Hvor gjør det vondt",)
    assert summary.gaps == summarise(given).gaps


def test_a_part_that_was_not_opened_is_named_as_a_whole() -> None:
    given = sample()

    summary = summarise(replace(given, answers={**given.answers, "h": {}}))

    assert summary.not_opened == ("Lytte Hverdag",)


def _with_scale(given: SummaryInput, *, validated: bool, modified: bool = False) -> Summary:
    scale = Scale.model_validate(
        {
            "id": "sum",
            "title": {"nb": "Sum"},
            "items": ("0",),
            "method": {"type": "sum"},
            "range": (0, 27),
            "worse": "up",
            "cut_offs": ({"at_least": 5, "words": {"nb": "moderat"}, "source": "Kilde 2001"},),
        }
    )
    part = given.form.parts[1].model_copy(
        update={
            "scales": (scale,),
            "validated": validated,
            "modified": Deviation(by="K", reason="kortere") if modified else None,
        }
    )
    form = given.form.model_copy(update={"parts": (given.form.parts[0], part)})
    measures = {**given.measures, "d/sum": Decimal(12)}
    return summarise(replace(given, form=form, measures=measures, alerts=(), rules=RuleSet()))


def test_two_rows_of_one_name_are_told_apart_by_their_recall_period() -> None:
    summary = summarise(sample({"Kvalme": (1, 1, 1, 1, 1, 8)}, {"Kvalme": (9, 9, 9, 9, 9, 9)}))

    assert [one.name for table in summary.tables for one in table.rows] == [
        "Kvalme, siste døgn",
        "Kvalme, siste uke",
    ]
    assert summary.findings[0].name == "Kvalme, siste døgn"


def test_a_topic_that_was_not_named_is_no_question_left_out() -> None:
    given = sample()
    only_one = {key: one for key, one in given.answers["v"].items() if key.link_id != "t1"}

    assert summarise(replace(given, answers={**given.answers, "v": only_one})).not_opened == ()


def test_own_words_left_open_are_told_where_the_page_tells_of_no_silence() -> None:
    some = summarise(sample(own_words=""))
    none = summarise(sample(own_words="", topics=()))

    assert len(some.gaps) == len(none.gaps) + 1


def test_severity_has_a_word_only_with_a_source_on_an_unmodified_validated_instrument() -> None:
    given = sample()

    assert row(_with_scale(given, validated=True), "Sum").word == "moderat"
    assert row(_with_scale(given, validated=False), "Sum").word == ""
    assert row(_with_scale(given, validated=True, modified=True), "Sum").word == ""


def test_six_occasions_are_shown_and_now_is_the_last() -> None:
    given = sample()
    older = Occasion(NOW - timedelta(days=300), {"d/0": Decimal(1)})

    summary = summarise(replace(given, history=(older, *given.history)))

    assert len(summary.occasions) == 6
    assert row(summary, "Smerte").points == tuple(map(Decimal, (3, 3, 4, 5, 5, 8)))


def test_times_are_told_on_the_hospitals_clock() -> None:
    summary = summarise(sample())

    assert summary.sending.authored.hour == 19  # 17.12 UTC in summer
    assert summary.age == 75
