"""Gradebooks as the systems export them, filled: the points' cells and nothing else."""

import csv
import io
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.answers import Person
from grader.errors import GradeError, Weight
from grader.exports.into import Scores, fill
from grader.exports.into.table import Table

CELLS = st.text(st.sampled_from('ab1.,;"\t =\né'), max_size=5)
ADA, BEN = Person("Ada Lovelace", "0442471", "ada", "ada@x.edu"), Person("Ben Ng", "7", "ben", "ben@x.edu")


def scores(comments=MappingProxyType({"ada": ["h1: the sign"], "ben": []}), **others):
    given = {
        "title": "Homework 1",
        "name": "hw1",
        "points": {"ada": Fraction(47, 3), "ben": Fraction(20)},
        "out_of": {"ada": Fraction(20), "ben": Fraction(20)},
        "uneven": False,
        "people": {"ada": (ADA,), "ben": (BEN,)},
        "comments": {
            student: lambda worth, said=said: [t.format(worth) for t in said] for student, said in comments.items()
        },
    }
    return Scores(**{**given, **others})


def filled(tmp_path, data, column="", scale=False, **others):
    path = tmp_path / "gradebook.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return fill(path, [scores(**others)], column, scale)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t"), st.data())
@example([["a", ""], ["", ""]], ",", None)
def test_all_but_the_changed_cells_stay_byte_for_byte(rows, separator, data):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    raw = out.getvalue().encode()
    table = Table(raw)
    assert table.with_cells({}) == raw
    if table.separator != separator or data is None:
        return
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    text = data.draw(CELLS)
    changed = [list(fields) for fields in rows]
    changed[row][column] = text
    [*found] = csv.reader(
        io.StringIO(table.with_cells({(row, column): text}).decode(), newline=""), delimiter=separator
    )
    assert found == changed


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (99),Homework 2 (100),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,20.00,10.00,(read only)\r\n"
    '"Lovelace, Ada",1,0442471,ada,"A, B",,3.00,\r\n'
    '"=""=Ng, Ben""",7,,ben,A,18.00,,\r\n'
    '"Nobody, Nick",8,,nick,A,,,\r\n'
    '"Student, Test",9,,x,A,,,\r\n'
)


def test_canvas(tmp_path):
    found = filled(tmp_path, CANVAS)
    assert found.data.decode() == CANVAS.replace('"A, B",,3', '"A, B",15.67,3').replace("A,18.00,,", "A,20,,")
    assert [(c.student, c.old, c.new) for c in found.changes] == [("ada", "", "15.67"), ("ben", "18.00", "20")]


def test_the_system_s_own_test_student_is_nobody_to_worry_about(tmp_path):
    people = {
        "ada": (ADA,),
        "ben": (BEN,),
        "studenttest (9)": (Person("studenttest", "9"),),
        "18 (18)": (Person("z", "18"),),
    }
    points = dict.fromkeys(people, Fraction(20))
    found = filled(tmp_path, CANVAS.replace("A,,,", "A,18,,"), people=people, points=points, out_of=points)
    told = {row.place: (row.issue, row.weight) for row in found.attention}
    said = "is the system's own test student; no points were entered"
    assert told["studenttest (9)"] == (said, Weight.SETTLED)
    assert told["18 (18)"] == ("is not in this gradebook; no points were entered", Weight.LOST)


def test_a_grade_that_is_the_same_to_two_decimals_is_left(tmp_path):
    found = filled(tmp_path, CANVAS.replace("A,18.00,,", "A,20.001,,"))
    assert (found.same, len(found.changes)) == (1, 1)
    assert b"20.001" in found.data


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
    '"Participant 51","Ada Lovelace",ada@x.edu,"Submitted for grading",,20.00,Yes,-,\n'
    '"Participant 52","Ben Ng",ben@x.edu,"Submitted for grading",,20.00,No,-,\n'
    '"Participant 53","Nick Nobody",n@x.edu,"No submission",,20.00,Yes,-,\n'
)


def test_moodles_worksheet_with_feedback_and_a_locked_grade(tmp_path):
    found = filled(tmp_path, WORKSHEET, people={"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "52"),)})
    said = "15.67 of 20 points<br>h1: the sign"
    assert found.data.decode() == WORKSHEET.replace('grading",,20.00,Yes,-,', f'grading",15.67,20.00,Yes,-,{said}')
    assert [row.issue for row in found.attention] == ["the grade is locked there; left as it is"]


def test_a_bonus_that_moodle_would_leave_out_is_told(tmp_path):
    """Its import skips a grade above the maximum without a word; Canvas takes it."""
    points = {"points": {"ada": Fraction(21)}, "people": {"ada": (ADA,)}}
    found = filled(tmp_path, WORKSHEET, **points)
    assert [(c.new, a.issue) for c, a in zip(found.changes, found.attention, strict=True)] == [
        ("21", "21 points are more than the 20 there, and would be left out (raise the maximum, or enter them by hand)")
    ]
    assert filled(tmp_path, CANVAS, **points).attention == ()


WORKSHEETS = {
    "de": (
        'ID,"Vollständiger Name",ID-Nummer,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
        '"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n',
        "Teilnehmer/in", "20,00", "Ja", "Nein",
    ),
    "fr": (
        'Identifiant,"Nom complet","Numéro d’identification",Statut,Note,"Note maximale","La note peut être modifiée",'
        '"Dernière modification (travail remis)","Dernière modification (note)","Feedback par commentaires"\n',
        "Participant ", "20,00", "Oui", "Non",
    ),
    "xx": ("aa,bb,cc,dd,ee,ff,gg,hh,ii,jj\n", "Osallistuja ", "20.00", "Kyllä", "Ei"),
}  # fmt: skip


@pytest.mark.parametrize("language", WORKSHEETS)
def test_moodles_worksheet_in_other_languages(tmp_path, language):
    """Strings of Moodle's own language packs; of a language that nobody has thought of, the columns are enough."""
    head, participant, most, yes, no = WORKSHEETS[language]
    most = f'"{most}"' if "," in most else most
    row = '"{}","{}",{},"x",,{},{},-,-,\n'.format
    data = head + "".join((
        row(f"{participant}51", "Ada Lovelace", "0442471", most, yes),
        row(f"{participant}52", "Ben Ng", "7", most, no),
        row(f"{participant}53", "Nick Nobody", "51", most, yes),
    ))  # fmt: skip
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("Ben", "52"),)})
    points = '"15,67"' if "," in most else "15.67"
    said = points.replace("67", "67 of 20 points<br>h1: the sign") if language != "xx" else ""
    expected = data.replace(f'"x",,{most},{yes},-,-,', f'"x",{points},{most},{yes},-,-,{said}', 1)
    assert found.system == "Moodle's grading worksheet"
    assert found.data.decode() == expected
    assert [row.issue for row in found.attention] == ["the grade is locked there; left as it is"]


def test_a_worksheet_whose_grades_are_words_is_refused(tmp_path):
    data = WORKSHEET.replace("Maximum Grade", "Scale").replace("20.00", "Fail/Pass")
    with pytest.raises(GradeError, match="takes words of a scale, not points"):
        filled(tmp_path, data, people={"ada": (Person("Ada Lovelace", "51"),)})


GRADEBOOKS = {
    "de": "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Homework 1 (Punkte);Aufgabe: Homework 1 (Prozentsatz);"
    "Aufgabe: Homework 1 (Feedback);Kurs gesamt (Punkte);Zuletzt aus diesem Kurs heruntergeladen\n",
    "xx": "a;Nachname;b;E-Mail-Adresse;c: Homework 1 (d);c: Homework 1 (e);c: Homework 1 (f);g (d);h\n",
}


@pytest.mark.parametrize("language", GRADEBOOKS)
def test_moodles_gradebook_in_other_languages(tmp_path, language):
    rows = "Ada;Lovelace;0442471;ada@x.edu;-;12,00 %;;10,00;1795442013\nBen;Ng;7;ben@x.edu;3,5;-;;4;1795442013\n"
    found = filled(tmp_path, GRADEBOOKS[language] + rows)
    said = ("15,67 of 20 points<br>h1: the sign", "20 of 20 points") if language == "de" else ("", "")
    new = rows.replace(";-;12,00 %;;", f";15,67;12,00 %;{said[0]};").replace(";3,5;-;;", f";20;-;{said[1]};")
    assert found.data.decode() == GRADEBOOKS[language] + new


def test_decimals_are_as_the_file_has_them_whatever_its_separator(tmp_path):
    data = WORKSHEET.replace(",", ";")
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace", "51"),)})
    assert b";15.67;20.00;" in found.data


def test_a_title_is_near_another_by_whole_words(tmp_path):
    with pytest.raises(GradeError, match="no column has the title 'Homework 1'"):
        filled(tmp_path, CANVAS.replace("Homework 1 ", "Homework 10 "))
    found = filled(tmp_path, CANVAS.replace("Homework 1 ", "Homework 1: backpropagation "))
    assert found.columns == ("Homework 1: backpropagation",)


def test_moodles_gradebook_in_german(tmp_path):
    data = (
        "Vorname;Nachname;ID-Nummer;Homework 1 (Real);Course total (Real)\n"
        "Ada;Lovelace;0442471;-;10,00\nBen;Ng;7;3,5;4\n"
    )
    found = filled(tmp_path, data)
    assert found.data.decode() == data.replace("0442471;-", "0442471;15,67").replace("7;3,5", "7;20")


def test_brightspace(tmp_path):
    data = (
        "OrgDefinedId,Username,Homework 1 Points Grade <Numeric MaxPoints:20 Weight:5>,End-of-Line Indicator\r\n"
        "#0442471,#ada,,#\r\n#7,#ben,1,#\r\n"
    )
    assert filled(tmp_path, data).data.decode() == data.replace("#ada,,", "#ada,15.67,").replace("#ben,1,", "#ben,20,")


def test_blackboard_in_spanish(tmp_path):
    data = (
        "Apellidos,Nombre,Nombre de usuario,Homework 1 [Total de puntos: 20 Puntuación] |12,"
        "T [Total de puntos: hasta 9] |1\n"
        "Lovelace,Ada,ada,,3\n"
    )
    found = filled(tmp_path, data, points={"ada": Fraction(47, 3)})
    assert found.data.decode() == data.replace("ada,,3", "ada,15.67,3")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_blackboard_with_tabs_and_quotes(tmp_path, encoding):
    data = (
        '"Last Name"\t"First Name"\t"Username"\t"Homework 1 [Total Pts: 20 Score] |12"\t"T [Total Pts: up to 9] |1"\n'
        '"Lovelace"\t"Ada"\t"ada"\t""\t"3"\n"Ng"\t"Ben"\t"ben"\t"Needs Grading"\t"3"\n'
    )
    found = filled(tmp_path, data.encode(encoding))
    expected = data.replace('"ada"\t""', '"ada"\t"15.67"').replace("Needs Grading", "20")
    assert found.data == expected.encode(encoding)


def test_sakai_both(tmp_path):
    data = '\ufeff"Student ID","Student Name","Homework 1 [20]","* Homework 1"\r\n"ada","Lovelace, Ada","",""\r\n'
    people = {"people": {"ada": (ADA,)}, "points": {"ada": Fraction(47, 3)}}
    found = filled(tmp_path, data, **people)
    assert found.data.decode() == data.replace('"",""', '"15.67","15.67 of 20 points; h1: the sign"')
    data = (
        '\ufeff"Homework 1","Points"\r\n\r\n"Display ID","ID","Last Name","First Name","grade","Submission date"\r\n'
        '"ada","ada","Lovelace","Ada","","x"\r\n'
    )
    assert filled(tmp_path, data, **people).data.decode() == data.replace('"Ada",""', '"Ada","15.67"')


def test_prairielearn_takes_percentages(tmp_path):
    data = (
        "uid,uin,qid,old_score_perc,submission_id,score_perc,feedback\nada@x.edu,0442471,hw,,5,,\nben@x.edu,7,hw,,6,,\n"
    )
    found = filled(tmp_path, data)
    rows = list(csv.reader(io.StringIO(found.data.decode())))
    assert [row[5] for row in rows] == ["score_perc", "78.33", "100"]
    assert [row[6] for row in rows] == ["feedback", "15.67 of 20 points\n\n- h1: the sign", "20 of 20 points"]


def test_a_comment_of_an_earlier_run_goes_with_its_points_and_anybody_elses_stays(tmp_path):
    people = {"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "54"),)}
    row = '"Participant 54","Ben Ng",b@x.edu,x,,20.00,Yes,-,20 points for you!\n'
    before = filled(tmp_path, WORKSHEET + row, people=people).data.decode()
    assert before.endswith("x,20,20.00,Yes,-,20 points for you!\n")
    again = filled(tmp_path, before, people=people, comments={"ada": ["h1: reworded"]})
    assert again.data.decode() == before
    now = {"points": {"ada": Fraction(18), "ben": Fraction(20)}, "comments": {"ada": []}}
    later = filled(tmp_path, before, people=people, **now).data.decode()
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
    assert filled(tmp_path, marked, unread={"ben": ["me.jpg: is a picture"]}, **one).data.decode() == marked
    assert '"No submission",20,20.00,Yes,-,20 of 20 points\n' in filled(tmp_path, before, people=people).data.decode()


def test_only_what_stands_after_the_grades_can_say_that_one_is_locked(tmp_path):
    data = WORKSHEET.replace(",Status", ",Repeating,Status").replace('.edu,"', '.edu,No,"')
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "52"),)})
    assert [change.student for change in found.changes] == ["ada"]


def test_an_item_entered_by_hand_may_have_a_colon_in_its_title(tmp_path):
    head = "First name,Last name,Username,Homework 1: graphs (Real),Homework 10: graphs (Real)\n"
    found = filled(tmp_path, head + "Ada,L,ada,-,-\nBen,N,ben,-,-\n", title="Homework 1: graphs")
    assert found.columns == ("Homework 1: graphs",)


def test_two_rubrics_never_go_into_one_column(tmp_path):
    path = tmp_path / "gradebook.csv"
    path.write_text(CANVAS)
    with pytest.raises(GradeError, match="'Homework 1' and 'More' would both go into the column 'Homework 2'"):
        fill(path, [scores(), scores(title="More", name="more")], "Homework 2", scale=True)


def test_whose_points_count_in_one_row_is_not_guessed(tmp_path):
    found = filled(tmp_path, CANVAS, people={"ada": (ADA,), "ben": (Person("Ada Lovelace"),)})
    assert found.changes == ()
    assert [row.issue for row in found.attention] == [
        "'ada' and 'ben' are both in row 4: whose points count? none were entered"
    ]


def test_another_column_is_not_taken_for_being_the_only_one(tmp_path):
    data = "OrgDefinedId,Username,Essay Points Grade <Numeric MaxPoints:20>,End-of-Line Indicator\r\n#7,#ben,,#\r\n"
    with pytest.raises(GradeError, match=r"no column has the title 'Homework 1' .choose with --column: 'Essay'"):
        filled(tmp_path, data)


def test_who_is_not_there_is_told_with_the_nearest_name(tmp_path):
    people = {"ada": (ADA,), "ben": (Person("Nic Nobody"),)}
    found = filled(tmp_path, CANVAS, people=people)
    assert found.attention[0].issue == ("is not in this gradebook (is it 'Nobody, Nick'?); no points were entered")


def test_work_of_groups_needs_to_be_told_whose_they_are(tmp_path):
    data = WORKSHEET.replace(",Status", ",Group,Status").replace('.edu,"', '.edu,"Team A","')
    team = {"people": {"ada": (Person("Team A", "51"),), "ben": (Person("Team B", "52"),)}}
    with pytest.raises(GradeError, match="they are groups: give the gradebook as --roster"):
        filled(tmp_path, data, **team)
    found = filled(tmp_path, data, people={**team["people"], "ben": (Person("Nick Nobody", "53"),)})
    assert found.attention[0].issue.startswith("is a group there (give the gradebook as --roster")


def test_a_canvas_assignment_may_be_called_as_a_computed_column_is(tmp_path):
    data = CANVAS.replace("Homework 1 (99)", "Final project grade (99)")
    assert filled(tmp_path, data, title="Final project grade").columns == ("Final project grade",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("quantity,value\nh1,0.5\n", "no gradebook that is known"),
        ("First Name,SID,Email,hw,hw - Max Points,hw - Lateness (H:M:S)\nAda,1,a@u.edu,,20,00:00:00\n",
         "Gradescope's own gradebook.*--gradescope as its autograder, or give the gradebook of the system"),
        (b"PK\x03\x04xlsx", "is a workbook"),
        (CANVAS.replace("20.00", "25.00"), "is out of 25 points, the rubric out of 20"),
        (CANVAS.replace("Homework 1", "Quiz"), "no column has the title"),
        (CANVAS.replace("Homework 2", "Homework 1"), "choose with --column: 'Homework 1 .99.', 'Homework 1 .100.'"),
        (CANVAS.replace("Homework 2 (100)", "Homework 1 (99)"), "2 columns are called 'Homework 1 .99.' .rename"),
        (CANVAS.replace("Lovelace, Ada", "X").replace("Ng, Ben", "Y").replace(",ada,", ",x,").replace("0442471", "1"),
         "not one of the 2 students"),
        ('"Student,ID,Section,Homework 1 (99)\n', "not closed"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_refused(tmp_path, data, said):
    if "not one" in said:
        data = data.replace(",ben,", ",y,").replace(",7,", ",70,")
    with pytest.raises(GradeError, match=said):
        filled(tmp_path, data)


def test_points_are_converted_only_where_that_is_asked(tmp_path):
    found = filled(tmp_path, CANVAS.replace("20.00", "10.00"), scale=True)
    assert [change.new for change in found.changes] == ["7.83", "10"]


UNEVEN = {"points": {"ada": Fraction(13), "ben": Fraction(19)}, "out_of": {"ada": Fraction(26), "ben": Fraction(38)}}


@pytest.mark.parametrize(("points", "half"), [("46.00", "23"), ("100", "50"), ("56.52", "28.26")])
@pytest.mark.parametrize("scale", [False, True])
def test_where_points_are_out_of_others_for_some_the_column_gets_shares_of_its_own(tmp_path, points, half, scale):
    found = filled(tmp_path, CANVAS.replace("20.00", points), scale=scale, uneven=True, **UNEVEN)
    assert [change.new for change in found.changes] == [half, half]
    column = f"{float(points):g}"
    assert found.said == (
        f"'Homework 1': by student 26 or 38 points count; each has that share of the column's {column}",
    )


def test_a_column_that_does_not_say_what_it_is_out_of_gets_shares_of_the_most_that_counts_for_anybody(tmp_path):
    gradebook = "First name,Last name,Username,Assignment: Homework 1 (Real)\nAda,L,ada,-\nBen,N,ben,-\n"
    found = filled(tmp_path, gradebook, uneven=True, **UNEVEN)
    assert [change.new for change in found.changes] == ["19", "19"]
    assert found.said[0].endswith("each has that share of 38 (the column does not say)")


def test_two_students_of_one_name_are_not_guessed_between(tmp_path):
    data = CANVAS.replace('"Nobody, Nick",8,,nick', '"Lovelace, Ada",8,,nick')
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace"),), "ben": (BEN,)})
    assert [change.student for change in found.changes] == ["ben"]
    assert "whose is it?" in found.attention[0].issue


def test_a_name_with_another_number_of_the_same_system_is_another_student(tmp_path):
    """Of the same name in another course; a number that is not the system's says nothing."""
    person = Person("Ada Lovelace", "41204")
    given = {"people": {"ada": (person, Person("ada (41204)")), "ben": (BEN,)}}
    assert [c.student for c in filled(tmp_path, CANVAS, **given).changes] == ["ada", "ben"]
    found = filled(tmp_path, CANVAS, download="Canvas", **given)
    assert [c.student for c in found.changes] == ["ben"]
    assert found.attention[0].issue == "is not in this gradebook (is it 'Lovelace, Ada'?); no points were entered"


def test_the_column_may_be_named(tmp_path):
    found = filled(tmp_path, CANVAS, column="Homework 2", scale=True)
    assert found.columns == ("Homework 2",)
