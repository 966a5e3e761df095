"""How long a question took: told where it can be, and nowhere else."""

from datetime import datetime, timedelta

from lytte.core.pace import Saved, seconds
from tests.world import NOW


def after(count: int) -> datetime:
    return NOW + timedelta(seconds=count)


def test_a_question_takes_from_the_page_before_until_it_is_saved() -> None:
    saved = {"pain": Saved(after(12)), "sleep": Saved(after(20))}

    assert seconds(saved, NOW) == {"pain": 12, "sleep": 8}


def test_questions_on_one_page_share_its_time() -> None:
    saved = {"pain": Saved(after(30)), "sleep": Saved(after(30)), "worry": Saved(after(34))}

    assert seconds(saved, NOW) == {"pain": 15, "sleep": 15, "worry": 4}


def test_a_pause_is_nobodys_time() -> None:
    saved = {"pain": Saved(after(12)), "sleep": Saved(after(12 + 601)), "worry": Saved(after(620))}

    assert seconds(saved, NOW) == {"pain": 12, "worry": 7}


def test_an_answer_that_was_changed_has_no_time_and_does_not_lengthen_anothers() -> None:
    saved = {"pain": Saved(after(90), changed=True), "sleep": Saved(after(20))}

    assert seconds(saved, None) == {}
    assert seconds(saved, NOW) == {"sleep": 20}


def test_the_first_page_has_a_time_only_where_it_is_known_when_it_was_opened() -> None:
    saved = {"pain": Saved(after(12)), "sleep": Saved(after(20))}

    assert seconds(saved, None) == {"sleep": 8}
