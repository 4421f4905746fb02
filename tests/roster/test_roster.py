"""Class lists as every system writes them, and whose a submission is: never guessed between two."""

import pytest

from grader.answers import Person
from grader.errors import GradeError
from grader.roster import Joiner, read_roster
from tests.answers.workbook import xlsx

ADA = Person("Ada Lovelace", "0442471", "ada", "ada@u.edu")

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,HW1 (123),Current Score
    ,,,,,Manual Posting,
    Points Possible,,,,,10,(read only)
"Lovelace, Ada",41204,0442471,ada,Mon and Tue,,
"Null, NA",41205,NA,null,Tue,7,
"Student, Test",1,,x,Mon,,
"""
MOODLE = """"First name","Last name","ID number","Email address",Groups
Ada,Lovelace,0442471,ada@u.edu,"Tutorium 1, Team Zebra"
Nguyễn,Văn Á,,van@u.edu,Team Zebra
"""
WORKSHEET = """Identifier,"Full name","Email address",Status,Grade,"Maximum Grade"
"Participant 77","Ada Lovelace",ada@u.edu,"Submitted for grading",,10
"""
SWEDISH = """Identifierare;"Fullständigt namn";E-postadress;Status;Betyg;"Högsta betyg"
"Deltagare 77";"Ada Lovelace";ada@u.edu;"Inlämnad";;10
"""
UNKNOWN_LANGUAGE = """Tunnus;Staatus;Hinne
"Osaleja 77";"Esitatud";
"Osaleja 78";"Esitatud";
"""
GRADESCOPE = """First Name,Last Name,SID,Email,Role,Sections
Ada,Lovelace,0442471,ada@u.edu,Student,A
Tea,Cher,1,tea@u.edu,Instructor,A
Tim,Ta,2,ta@u.edu,TA,A
"""
BRIGHTSPACE = """OrgDefinedId,Username,Last Name,First Name,Email,HW1 Points Grade,End-of-Line Indicator
#0442471,#ada,Lovelace,Ada,ada@u.edu,,#
"""
BLACKBOARD = '\ufeff"Last Name"\t"First Name"\t"Username"\t"Student ID"\n"Lovelace"\t"Ada"\t"ada"\t"0442471"\n'
SAKAI = '"Student ID","Student Name","HW1 [10]"\n"ada","Lovelace, Ada",""\n'
REGISTRAR = "Kursliste\n\nMatrikel-Nr.;Nachname;Vorname;E-Mail-Adresse;Übungsgruppe\n0442471;Lovelace;Ada;ada@u.edu;3\n"
RUSSIAN = "Фамилия;Имя;Номер студента\nLovelace;Ada;0442471\n"
CLASSROOM = '"identifier","github_username","github_id","name"\n"ada@u.edu","ada","442","Ada Lovelace"\n'


@pytest.fixture
def listed(tmp_path):
    def make(*texts, encoding="utf-8"):
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"list{number}.csv")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_roster(paths)

    return make


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CANVAS, "utf-8"), (MOODLE, "utf-8-sig"), (WORKSHEET, "utf-8"), (GRADESCOPE, "utf-8"), (BRIGHTSPACE, "utf-8"),
        (BLACKBOARD, "utf-16-le"), (SAKAI, "utf-8-sig"), (REGISTRAR, "cp1252"), (RUSSIAN, "utf-8"),
        (CLASSROOM, "utf-8"), (SWEDISH, "utf-8"),
    ],
)  # fmt: skip
def test_the_lists_of_every_system(listed, text, encoding):
    first, *others = listed(text, encoding=encoding).students
    assert first.person.name in ("Ada Lovelace", "Lovelace, Ada")
    known = {*first.ids, first.person.login, first.person.email, first.participant}
    assert known & {"0442471", "ada", "ada@u.edu", "77"}
    assert not {"Tea Cher", "Tim Ta", "Student, Test"} & {other.person.name for other in others}


def test_nobody_on_a_list_is_nameless(listed):
    worksheet = "Identifier,Status,Grade,Maximum Grade\nParticipant 7,x,,10\nTeilnehmer/in8,x,,10\n"
    assert [s.label for s in listed(worksheet).students] == ["Participant (7)", "Participant (8)"]
    classroom = '"identifier","github_username","github_id","name"\n"cy@u.edu","","",""\n"0442471","","",""\n'
    cy, other = listed(classroom).students
    assert (cy.person, other.person, other.ids) == (Person(email="cy@u.edu"), Person(id="0442471"), ("0442471",))


GROUPS = """name,canvas_user_id,user_id,login_id,sections,group_name
Ada Lovelace,41204,0442471,ada,Mon and Tue,Adas team
NA Null,41205,NA,null,Tue,Adas team
Another Ada,7,41204,other,Tue,Lions
"""


def test_who_is_on_two_lists_is_one_student(listed):
    ada, null, other = listed(CANVAS, GROUPS).students
    assert (ada.person.name, ada.ids, ada.groups[-1]) == ("Lovelace, Ada", ("41204", "0442471"), "Adas team")
    assert (null.person.login, other.person.login) == ("null", "other")
    worksheet, _ = listed(WORKSHEET, MOODLE).students
    assert (worksheet.participant, worksheet.ids, worksheet.section) == ("77", ("0442471",), "Tutorium 1, Team Zebra")
    first = "Name,Email\nSam Lee,s@u\nSam Li,s@u\n"
    assert len(listed(first, "Name,Email\nSam Lee,s@u\n").students) == 2
    assert len(listed(first, "Name,Email\nSam L,s@u\n").students) == 3  # of whom?


def test_of_whom_a_second_list_tells_the_name_alone_is_whoever_has_it(listed):
    first = "Name,Email\nAnn Bee,a@u\nBo Cy,b@u\nBo Cy,c@u\n"
    ann, bo, other, nobody = listed(first, 'Name,Handed in with\n"Bee, Ann",Bo Cy\nBo Cy,Ann Bee\n').students
    assert (ann.person.email, ann.partner) == ("a@u", "Bo Cy")
    assert [student.partner for student in (bo, other, nobody)] == ["", "", "Ann Bee"]  # one of two


def test_everything_is_text(listed):
    ada, null = listed(CANVAS).students
    assert (ada.ids, ada.section) == (("41204", "0442471"), "Mon and Tue")
    assert (null.person.name, null.ids, null.person.login) == ("Null, NA", ("41205", "NA"), "null")


def test_a_workbook(tmp_path):
    row = "<row>" + "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in ("ID", "Name")) + "</row>"
    (tmp_path / "list.xlsx").write_bytes(xlsx(row + "<row><c><v>442471</v></c><c t='str'><v>Ada</v></c></row>"))
    [ada] = read_roster([tmp_path / "list.xlsx"]).students
    assert ada.person == Person("Ada", "442471")


def test_in_two_columns_canvas_s_rows_of_nobody_are_nobody(listed):
    rows = "    Points Possible,,,,,10\nStudent,Test,9,,x,\nLovelace,Ada,1,,ada,\n"
    assert [s.person.name for s in listed(f"LastName,FirstName,ID,SIS User ID,SIS Login ID,HW\n{rows}").students] == [
        "Ada Lovelace"
    ]


def test_two_lists_are_one_class(listed):
    roster = listed("id,name,section\n1,Ada,A\n2,Ben,A\n", "id,name,section\n1,Ada,B\n3,Cy,B\n")
    assert [(s.person.name, s.section) for s in roster.students] == [("Ada", "A, B"), ("Ben", "A"), ("Cy", "B")]
    assert not roster.attention


def test_an_id_of_two_students_is_told(listed):
    roster = listed("id,name\n1,Ada\n1,Ben\n")
    assert len(roster.students) == 2
    assert "the id '1' is given to 'Ada' and 'Ben'" in roster.attention[0].issue


def test_a_worksheet_of_moodles_is_known_in_any_language_by_its_numbers(listed):
    """Who they are is told by nothing else under blind marking."""
    assert [student.participant for student in listed(UNKNOWN_LANGUAGE).students] == ["77", "78"]
    german = "ID,Status,Bewertung\nTeilnehmer/in 77,-,\nTeilnehmer/in 78,-,\n"
    assert [student.participant for student in listed(german).students] == ["77", "78"]
    assert [student.participant for student in listed(german.replace("in 7", "in7")).students] == ["77", "78"]


def test_ids_and_logins_that_look_like_moodles_numbers_stay_what_they_are(listed):
    assert [student.ids for student in listed("id,name\nSTU001,Ada\nSTU002,Ben\n").students] == [
        ("STU001",),
        ("STU002",),
    ]
    assert [student.participant for student in listed("id,name\nSTU001,Ada\nSTU002,Ben\n").students] == ["", ""]
    numbers = "id,name\nstudentnr017,Ada\nstudentnr018,Ben\n"
    assert [student.participant for student in listed(numbers).students] == ["", ""]
    assert [s.person.login for s in listed("login,name\nuser1,Ada\nuser2,Ben\n").students] == ["user1", "user2"]


@pytest.mark.parametrize("text", ["h1,0.79\nh2,0.95\n", "hello", b"%PDF-1.7", b""])
def test_what_is_no_list(listed, text):
    with pytest.raises(GradeError, match=r"no column|PDF|is empty"):
        listed(text)


LIST = """id,login,email,name,group
0442471,ada,ada@u.edu,Ada Lovelace,Zebra
17,,sean@u.edu,"O'Brien, Sean",Zebra
18,,liwei@u.edu,Li Wei,
19,,weili@u.edu,Wei Li,
20,,maria@u.edu,María García López,
21,,,Nguyễn Văn Á,
"""


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Person("whoever", id="0442471"), None),  # the name is somebody else's
        (Person("", id="442471"), "Ada Lovelace"),
        (Person("", login="ADA"), "Ada Lovelace"),
        (Person("ada"), "Ada Lovelace"),
        (Person("0442471"), "Ada Lovelace"),
        (Person("ada@u.edu"), "Ada Lovelace"),
        (Person("Lovelace_Ada"), "Ada Lovelace"),
        (Person("", email="Ada@U.edu"), "Ada Lovelace"),
        (Person("", login="sean"), "O'Brien, Sean"),
        (Person("obriensean", id="99999"), "O'Brien, Sean"),
        (Person("Sean OBrien"), "O'Brien, Sean"),
        (Person("garcíalópezmaría"), "María García López"),
        (Person("lópezmaríagarcía"), "María García López"),
        (Person("Nguyen Van A"), "Nguyễn Văn Á"),
        (Person("Li Wei"), None),
        (Person("liwei@u.edu"), "Li Wei"),
        (Person("Ada"), "Ada Lovelace"),  # her login
        (Person("Adal"), None),
        (Person(""), None),
    ],
)
def test_whose_it_is(listed, person, name):
    found = Joiner(listed(LIST)).join(person)
    assert (found.student and found.student.person.name) == name
    assert bool(found.issue) == (name is None)


def test_two_that_it_could_be_are_named(listed):
    issue = Joiner(listed(LIST)).join(Person("Li Wei")).issue
    assert "'Li Wei'" in issue
    assert "'Wei Li'" in issue


def test_of_a_number_beside_a_name_that_is_not_its_owners_it_is_told_how_a_group_is_known(listed):
    issue = Joiner(listed(LIST)).join(Person("team1", id="17")).issue
    assert issue.endswith("whose is it? (of a group's work a class list with a column 'group' tells the members)")


@pytest.mark.parametrize("name", ["李 明", "明 李", "李明", "A. N.", "N., A."])
def test_names_of_one_letter_a_word_are_no_other_s(listed, name):
    students = listed("id,first name,last name\n16,明,李\n17,A.,N.\n")
    number = "17" if name.isascii() else "16"
    assert Joiner(students).join(Person(name, number), numbered=True).student.person.id == number


def test_moodles_number_is_nobodys_id(listed):
    joiner = Joiner(listed("id,name\n77,Ben\n78,Cy\n"))
    assert joiner.join(Person("Participant", id="77"), participants=True).student is None
    assert joiner.join(Person("Cy", id="77"), participants=True).student.person.name == "Cy"
    worksheet = Joiner(listed(WORKSHEET))
    assert worksheet.join(Person("Participant", id="77"), participants=True).student.person.name == "Ada Lovelace"


def test_the_members_of_a_group(listed):
    members = Joiner(listed(LIST)).group(Person("Zebra", id="5"))
    assert [member.person.name for member in members] == ["Ada Lovelace", "O'Brien, Sean"]
    assert Joiner(listed(MOODLE)).group(Person("Team Zebra"))[1].person.email == "van@u.edu"
    assert not Joiner(listed(LIST)).group(Person("Lion"))


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Muster_Max_100", "mm"),
        ("Muster_Max_mm_5512", "mm"),
        ("hw1_alovelace", "alovelace"),
        ("HW1 - Ada Lovelace (final)", "alovelace"),
        ("Li_Wei_105", "wli2"),
        ("Li_Wei_hw1", None),  # two of that name
        ("Muster_Max_101", None),  # another's number
        ("Max_Meier_mm", None),
        ("Max_Meier_hw1", None),
        ("Ada_Lovelace_and_Max_Muster", None),
        ("hw1_mm", None),  # no login for sure
        ("hw_5", None),
    ],
)
def test_whose_a_file_is_by_the_words_of_its_name(listed, name, student):
    students = "name,login,id\nMax Muster,mm,100\nAda Lovelace,alovelace,101\nWei Li,wli1,104\nWei Li,wli2,105\n"
    joined = Joiner(listed(students)).join(Person(name), files=True)
    assert (joined.student and joined.student.label) == student
    assert joined.student or joined.issue


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("zoe mueller", "zm"), ("MUELLER_ZOE", "zm"), ("muellerzoe", "zm"), ("Zoe_Mueller_hw1", "zm"),
        ("Soeren Aaberg", "sa"),
        ("Jörg Weiß", "jw"), ("anna groesse", None), ("Zoe Mueler", None), ("Samul", None),
    ],
)  # fmt: skip
def test_letters_that_are_spelled_out(listed, name, student):
    students = "name,login\nZoë Müller,zm\nSøren Åberg,sa\nJoerg Weiss,jw\nAnna Größe,ag1\nGröße Anna,ag2\nSamuel,s\n"
    joined = Joiner(listed(students)).join(Person(name), files=True)
    assert (joined.student and joined.student.person.login) == student
    assert joined.issue
    assert not Joiner(listed(students)).join(Person("Zoe Muller"), files=True).issue
