"""Gradebooks to fill, and the points of a class of two."""

from fractions import Fraction
from types import MappingProxyType

from grader.answers import Person
from grader.exports.into import Scores, fill

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


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (99),Homework 2 (100),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,20.00,10.00,(read only)\r\n"
    '"Lovelace, Ada",1,0442471,ada,"A, B",,3.00,\r\n'
    '"=""=Ng, Ben""",7,,ben,A,18.00,,\r\n'
    '"Nobody, Nick",8,,nick,A,,,\r\n'
    '"Student, Test",9,,x,A,,,\r\n'
)


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
    '"Participant 51","Ada Lovelace",ada@x.edu,"Submitted for grading",,20.00,Yes,-,\n'
    '"Participant 52","Ben Ng",ben@x.edu,"Submitted for grading",,20.00,No,-,\n'
    '"Participant 53","Nick Nobody",n@x.edu,"No submission",,20.00,Yes,-,\n'
)
