"""The headings of class lists, by what stands under them.

Of Canvas, Moodle, Gradescope, Brightspace, Blackboard, Sakai, GitHub Classroom, PrairieLearn, nbgrader, and of
registrars in a dozen languages. Case, spaces and signs do not count.
"""

import unicodedata
from functools import lru_cache

HEADINGS = {
    "id": (
        "id", "student id", "sid", "student number", "student no", "student nr", "id number", "org defined id",
        "orgdefinedid", "uin", "sis user id", "sis id", "user id", "canvas user id", "university id", "campus id",
        "registration number", "roll number", "roll no", "matriculation number", "matric number", "matrikelnummer",
        "matrikelnr", "matrikel", "numéro étudiant", "n° étudiant", "code étudiant", "número de matrícula", "matrícula",
        "nia", "código", "número de aluno", "nº de aluno", "matricola", "numero di matricola", "studentnummer",
        "numer albumu", "nr albumu", "nr indeksu", "öğrenci no", "öğrenci numarası", "номер студента",
        "номер зачётки", "学号", "學號", "学籍番号", "学号/工号", "학번", "id-nummer", "numéro d’identification",
        "número de id", "número id", "número de identificação", "número de identificación", "codice identificativo",
        "numer id", "id de estudiante", "id del estudiante", "identificador de estudiante", "id de l’estudiant",
        "identifiant étudiant", "identifiant de l’étudiant", "studierenden-id", "studenten-id", "id do aluno",
        "id studente",
    ),
    "participant": (
        "identifier", "participant", "bezeichner", "identifiant", "identificador", "identificativo", "identifierare",
        "identifikator", "identifikátor", "identyfikator", "tunniste", "azonosító", "идентификатор", "ідентифікатор",
        "αναγνωριστικό", "標識符", "标识符", "識別子", "식별자",
    ),
    "login": (
        "username", "user name", "login", "login id", "sis login id", "netid", "net id", "eid", "display id", "uid",
        "user", "account", "github username", "benutzername", "kennung", "nutzername", "nom d'utilisateur",
        "nombre de usuario", "usuario", "nome de usuário", "nome utente", "gebruikersnaam", "nazwa użytkownika",
        "kullanıcı adı", "användarnamn", "brugernavn", "brukernavn", "käyttäjätunnus", "uživatelské jméno",
        "felhasználónév", "логин", "имя пользователя", "用户名", "ユーザー名", "사용자 이름",
    ),
    "email": (
        "email", "e-mail", "email address", "e-mail address", "mail", "student email", "university email",
        "e-mail-adresse", "mailadresse", "adresse e-mail", "adresse de courriel", "courriel", "correo",
        "correo electrónico", "dirección de correo", "endereço de e-mail", "indirizzo email", "indirizzo e-mail",
        "e-mailadres", "adres e-mail", "e-posta", "e-posta adresi", "e-postadress", "e-postadresse", "e-mailadresse",
        "sähköposti", "sähköpostiosoite", "e-mailová adresa", "e-mail-cím", "adreça electrònica",
        "электронная почта", "адрес электронной почты", "електронна пошта", "邮箱", "电子邮件", "电子邮件地址",
        "電子郵件", "メールアドレス", "이메일", "이메일 주소", "البريد الإلكتروني",
    ),
    "given": (
        "first name", "given name", "given names", "forename", "firstname", "vorname", "vorname(n)", "prénom",
        "prénoms", "nombre", "nombres", "nombre(s)", "nome", "voornaam", "imię", "imiona", "ad", "adı", "förnamn",
        "fornavn", "etunimi", "jméno", "meno", "keresztnév", "имя", "ім'я", "名",
    ),
    "family": (
        "last name", "surname", "family name", "lastname", "nachname", "familienname", "zuname", "nom",
        "nom de famille", "apellido", "apellidos", "apellido(s)", "sobrenome", "apelido", "cognome", "achternaam",
        "nazwisko", "soyad", "soyadı", "efternamn", "efternavn", "etternavn", "sukunimi", "příjmení", "priezvisko",
        "vezetéknév", "cognoms", "фамилия", "прізвище", "姓",
    ),
    "name": (
        "name", "full name", "fullname", "student", "student name", "students", "sortable name", "display name",
        "vollständiger name", "nom complet", "nombre completo", "nome completo", "volledige naam", "naam",
        "imię i nazwisko", "nazwisko i imię", "ad soyad", "adı soyadı", "fullständigt namn", "namn", "fulde navn",
        "fullt navn", "navn", "koko nimi", "nimi", "celé jméno", "celé meno", "teljes név", "név", "фио", "полное имя",
        "повне ім'я", "студент", "πλήρες όνομα", "姓名", "全名", "氏名", "名前", "フルネーム", "이름", "성명",
        "الاسم الكامل", "שם מלא", "nombre de estudiante", "nombre del estudiante", "nom de l’estudiant",
        "nom de l’étudiant", "name des studierenden", "nome do aluno", "nome studente",
    ),
    "section": (
        "section", "sections", "class", "section name", "tutorial", "lab", "recitation", "übungsgruppe", "tutorium",
        "kurs", "sección", "turma", "classe", "sezione", "grupa", "şube", "группа", "班级",
    ),
    "group": (
        "group", "groups", "team", "group name", "team name", "gruppe", "gruppen", "groupe", "groupes", "grupo",
        "grupos", "gruppo", "gruppi", "groep", "groepen", "grup", "equipo", "équipe", "小组",
    ),
    "partner": (
        "handed in with", "submitted with", "abgegeben mit", "rendu avec", "entregado con", "entregue com",
        "consegnato con",
    ),
    "role": ("role", "roles", "rolle", "rollen", "rôle", "rôles", "rol", "ruolo", "course role", "user_role"),
}  # fmt: skip
"""By what they say of a student, the headings of a column."""


def plain(text: str) -> str:
    """A text by which names and headings are compared: no case, no accents, nothing but letters and digits.

    >>> plain("SIS User ID"), plain("Prénom(s)"), plain("Müller-Özil"), plain("Łukasz Đặng"), plain("学号")
    ('sisuserid', 'prenoms', 'mullerozil', 'lukaszdang', '学号')
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES)).casefold()
    return "".join(c for c in folded if c.isalnum())


_STROKES = str.maketrans("ıłøđ", "ilod")
"""Letters whose stroke, or missing dot, is no accent to Unicode."""


@lru_cache(1_024)
def kind_of(heading: str) -> str:
    """What a column holds, a key of `HEADINGS`; empty where its heading says nothing of who a student is.

    >>> kind_of("SIS User ID"), kind_of("E-Mail"), kind_of("Matrikel-Nr."), kind_of("HW1 (1234)")
    ('id', 'email', 'id', '')
    """
    return _MEANT.get(plain(heading), "") if len(heading) < 80 else ""


_MEANT = {plain(word): kind for kind, words in HEADINGS.items() for word in words}
