"""What is said to a student beside the points, and which comments may be written over."""

from fractions import Fraction

from grader.answers import Person
from tests.exports.gradebooks import ADA, WORKSHEET, filled


def test_a_comment_of_an_earlier_run_goes_with_its_points_and_anybody_elses_stays(tmp_path):
    people = {"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "54"),)}
    row = '"Participant 54","Ben Ng",b@x.edu,x,,20.00,Yes,-,20 points for you!\n'
    before = filled(tmp_path, WORKSHEET + row, people=people).data.decode()
    assert before.endswith("x,20,20.00,Yes,-,20 points for you!\n")
    again = filled(tmp_path, before, people=people, comments={"ada": ["h1: reworded"]})
    assert again.data.decode() == before
    now = {"points": {"ada": Fraction(18), "ben": Fraction(20)}, "comments": {"ada": []}}
    found = filled(tmp_path, before, people=people, **now)
    assert found.said == ("1 comment of an earlier run is written over, with what somebody may have added to it",)
    later = found.data.decode()
    assert later == before.replace("15.67,20.00", "18,20.00").replace(
        "15.67 of 20 points<br>h1: the sign", "18 of 20 points"
    )


def test_a_comment_says_the_points_that_are_entered_in_the_course_s_own_words(tmp_path):
    people = {"ada": (Person("Ada Lovelace", "51"),), "ben": ()}
    of_ten = WORKSHEET.replace("20.00", "10.00")
    german = {"people": people, "score": "{points} von {out_of} Punkten"}
    before = filled(tmp_path, of_ten, scale=True, **german).data.decode()
    assert 'grading",7.83,10.00,Yes,-,7.83 von 10 Punkten<br>h1: the sign' in before
    later = filled(tmp_path, before, scale=True, points={"ada": Fraction(18)}, **german).data.decode()
    assert 'grading",9,10.00,Yes,-,9 von 10 Punkten<br>h1: the sign' in later
    english = filled(tmp_path, of_ten, scale=True, people=people).data.decode()
    again = filled(tmp_path, english, scale=True, points={"ada": Fraction(18)}, **german).data.decode()
    assert again == later
    now = {"people": people, "points": {"ada": Fraction(18)}}
    assert b"7.83 von" in filled(tmp_path, before, scale=True, **now).data
    known = filled(tmp_path, before, scale=True, earlier=[german["score"]], **now).data.decode()
    assert known == filled(tmp_path, of_ten, scale=True, **now).data.decode()


def test_a_comment_is_told_what_a_point_of_the_rubric_is_worth_in_the_column(tmp_path):
    told = {"people": {"ada": (Person("Ada Lovelace", "51"),)}, "comments": {"ada": ["{} each"]}, "scale": True}
    for most, worth in (("20.00", "1"), ("10.00", "1/2")):
        found = filled(tmp_path, WORKSHEET.replace("20.00", most), points={"ada": Fraction(20)}, **told)
        assert f" points<br>{worth} each" in found.data.decode()


def test_a_comment_is_spelt_with_the_characters_that_the_file_has(tmp_path):
    """As Excel saves it on Windows."""
    german = WORKSHEET.replace("Nick", "Nück").encode("cp1252")
    told = {
        "people": {"ada": (Person("Ada Lovelace", "51"),)},
        "comments": {"ada": ["ŷ − 1"]},
        "score": "{points} bodů",
    }
    before = filled(tmp_path, german, **told).data
    assert "15.67 bod&#367;<br>&#375; &#8722; 1\n" in before.decode("cp1252")
    again = filled(tmp_path, before, points={"ada": Fraction(18)}, **told).data
    assert again == before.replace(b"15.67", b"18")
    sakai = '"Student ID","Student Name","Homework 1 [20]","* Homework 1"\r\n"ada","Lovelace, Ädä","",""\r\n'
    typed = filled(tmp_path, sakai.encode("cp1252"), **{**told, "people": {"ada": (ADA,)}}).data
    assert typed.decode("cp1252").endswith('"15.67","15.67 bodu; y - 1"\r\n')


def test_whose_work_could_not_be_read_is_told_why_until_there_are_points(tmp_path):
    people = {"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "53"),)}
    one = {"points": {"ada": Fraction(20)}, "out_of": {"ada": Fraction(20)}, "people": people, "comments": {"ada": []}}
    before = filled(tmp_path, WORKSHEET, unread={"ben": ["me.jpg: is a picture"]}, **one).data.decode()
    assert '"No submission",,20.00,Yes,-,No answers could be read.<br>me.jpg: is a picture\n' in before
    marked = before.replace('submission",,', 'submission",3,').replace("No answers could be read.<br>me.jpg: ", "")
    again = filled(tmp_path, marked, unread={"ben": ["me.jpg: is a picture"]}, **one)
    assert again.data.decode() == marked
    assert [a.issue for a in again.attention] == ["has 3 there, and nothing could be read in the work; left as it is"]
    assert '"No submission",20,20.00,Yes,-,20 of 20 points\n' in filled(tmp_path, before, people=people).data.decode()


def test_what_somebody_has_added_to_a_comment_stays_behind_it(tmp_path):
    """At the end, on a line of its own or not; a system may break lines and spell characters in its own way."""
    people = {"people": {"ada": (Person("Ada Lovelace", "51"),)}, "comments": {"ada": ["h1: σ′ is left out", "∂L < 0"]}}
    once = filled(tmp_path, WORKSHEET, **people)
    ours, new = (
        "15.67 of 20 points<br>h1: σ′ is left out<br>∂L &lt; 0",
        "18 of 20 points<br>h1: σ′ is left out<br>∂L &lt; 0",
    )
    before = once.data.decode()
    assert ours in before
    now = {**people, "points": {"ada": Fraction(18)}, "written": once.written}
    for theirs, kept in {
        ours: new,
        f"{ours}<br>Well done! 5": f"{new}<br>Well done! 5",
        f"{ours} (see me)": f"{new} (see me)",
        ours.replace("<br>", "<br />").replace("∂", "&part;") + "<br />": new,
        ours.replace("is left out", "is left out as we said"): None,
        "15.67 of 20 points": None,
        f"Hello! {ours}": None,
    }.items():
        found = filled(tmp_path, before.replace(ours, theirs), **now)
        assert f",18,20.00,Yes,-,{kept or theirs}\n" in found.data.decode()
        assert [row.issue.startswith("the comment there says other") for row in found.attention] == [True] * (
            kept is None and theirs.startswith("15.67")
        )
        assert found.said == ()
