"""Gradebooks as each system exports them, filled: the points' cells and nothing else."""

import csv
import io
from fractions import Fraction

import pytest

from grader.answers import Person
from grader.errors import GradeError
from tests.exports.gradebooks import ADA, CANVAS, WORKSHEET, filled


def test_canvas(tmp_path):
    found = filled(tmp_path, CANVAS)
    assert found.data.decode() == CANVAS.replace('"A, B",,3', '"A, B",15.67,3').replace("A,18.00,,", "A,20,,")
    assert [(c.student, c.old, c.new) for c in found.changes] == [("ada", "", "15.67"), ("ben", "18.00", "20")]


def test_a_grade_that_is_the_same_to_two_decimals_is_left(tmp_path):
    found = filled(tmp_path, CANVAS.replace("A,18.00,,", "A,20.001,,"))
    assert (found.same, len(found.changes)) == (1, 1)
    assert b"20.001" in found.data


def test_canvas_takes_semicolons_back_but_no_tabs(tmp_path):
    """As a spreadsheet saves it again: what Canvas could not import is not filled in vain."""
    head, *rows = csv.reader(io.StringIO(CANVAS))
    saved = {separator: io.StringIO(newline="") for separator in ";\t"}
    for separator, out in saved.items():
        csv.writer(out, delimiter=separator).writerows([head, *rows])
    assert filled(tmp_path, saved[";"].getvalue()).columns == ("Homework 1",)
    with pytest.raises(GradeError, match=r"tabs between its cells, .* takes none back \(export it again"):
        filled(tmp_path, saved["\t"].getvalue())


def test_points_with_more_decimals_than_a_gradebook_keeps_are_told(tmp_path):
    assert filled(tmp_path, CANVAS).said == (
        "'Homework 1': 1 student has points with more than two decimals, which are rounded to two: 15.6667 as 15.67",
    )
    points = {"ada": Fraction("16.875"), "ben": Fraction("16.25")}
    assert filled(tmp_path, CANVAS, points=points).said[0].endswith("16.875 as 16.88")
    assert filled(tmp_path, CANVAS, points={"ada": Fraction("16.25"), "ben": Fraction(16)}).said == ()


def test_a_canvas_assignment_may_be_called_as_a_computed_column_is(tmp_path):
    data = CANVAS.replace("Homework 1 (99)", "Final project grade (99)")
    assert filled(tmp_path, data, title="Final project grade").columns == ("Final project grade",)


def test_of_a_column_that_canvas_leaves_out_for_its_name_it_is_told(tmp_path):
    found = filled(
        tmp_path, CANVAS.replace("Homework 1 (99)", "Homework 1 Final Points (99)"), "Homework 1 Final Points"
    )
    assert any("'Final Points', and it takes no points back from there" in said for said in found.said)
    assert not any("takes no points back" in said for said in filled(tmp_path, CANVAS).said)


def test_a_column_of_notes_that_is_not_to_be_changed_takes_no_points_in_any_language(tmp_path):
    data = CANVAS.replace("Homework 2 (100)", "Notes").replace("10.00", "(schreibgeschützt)")
    with pytest.raises(GradeError, match="no column has the title 'Notes'"):
        filled(tmp_path, data, "Notes")


def test_moodles_worksheet_with_feedback_and_a_locked_grade(tmp_path):
    found = filled(tmp_path, WORKSHEET, people={"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "52"),)})
    said = "15.67 of 20 points<br>h1: the sign"
    assert found.data.decode() == WORKSHEET.replace('grading",,20.00,Yes,-,', f'grading",15.67,20.00,Yes,-,{said}')
    assert [row.issue for row in found.attention] == ["the grade is locked there; left as it is"]


def test_only_what_stands_after_the_grades_can_say_that_one_is_locked(tmp_path):
    data = WORKSHEET.replace(",Status", ",Repeating,Status").replace('.edu,"', '.edu,No,"')
    found = filled(tmp_path, data, people={"ada": (Person("Ada Lovelace", "51"),), "ben": (Person("", "52"),)})
    assert [change.student for change in found.changes] == ["ada"]


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


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            WORKSHEET.replace("Maximum Grade", "Scale").replace("20.00", "Fail/Pass"),
            "takes words of a scale, not points",
        ),
        (
            WORKSHEET.replace("20.00", "30.00", 1),
            "has rows out of 20 and others out of 30 points .give the worksheet of",
        ),
    ],
)
def test_a_worksheet_whose_grades_are_words_or_out_of_different_points_is_refused(tmp_path, data, said):
    with pytest.raises(GradeError, match=said):
        filled(tmp_path, data.replace("Maximum Grade", "Maximum grade"), people={"ada": (Person("Ada", "51"),)})


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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
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


def test_sakai_in_other_languages_with_what_other_tools_keep(tmp_path):
    data = (
        '\ufeff"ID de estudiante";"Nombre de estudiante";"# Número";"Homework 1 [20]";" * Homework 1";"#Test 1 [5]"\r\n'
        '"ada";"Lovelace, Ada";"0442471";"";"";"3"\r\n"ben";"Ng, Ben";"7";"12,5";"";"4"\r\n'
    )
    found = filled(tmp_path, data)
    expected = data.replace('"0442471";"";""', '"0442471";"15,67";"15,67 of 20 points; h1: the sign"')
    assert found.data.decode() == expected.replace('"12,5";""', '"20";"20 of 20 points"')


def test_a_gradebook_without_names_is_told_of_where_the_download_has_nothing_else(tmp_path):
    data = "OrgDefinedId,Homework 1 Points Grade,End-of-Line Indicator\r\n#0442471,,#\r\n"
    with pytest.raises(GradeError, match="it tells no names, and the download nothing else"):
        filled(tmp_path, data, people={"ada": (Person("Ada Lovelace"),), "ben": (Person("Ben Ng"),)})


def test_prairielearn_takes_percentages(tmp_path):
    data = (
        "uid,uin,qid,old_score_perc,submission_id,score_perc,feedback\nada@x.edu,0442471,hw,,5,,\nben@x.edu,7,hw,,6,,\n"
    )
    found = filled(tmp_path, data)
    rows = list(csv.reader(io.StringIO(found.data.decode())))
    assert [row[5] for row in rows] == ["score_perc", "78.33", "100"]
    assert [row[6] for row in rows] == ["feedback", "15.67 of 20 points\n\n- h1: the sign", "20 of 20 points"]


def test_prairielearn_takes_total_scores_by_assessment_instance(tmp_path):
    data = "uid,instance,score_perc\nada@x.edu,1,\nben@x.edu,1,50\n"
    assert filled(tmp_path, data).data.decode() == data.replace("1,\n", "1,78.33\n").replace("50", "100")
