"""Words for the parts of a gated cell: its gates, its states, its candidate.

Some sound as if a step of training were past: update gate, new hidden state.
"""

import re

from grader.notation.characters import ascii_of

_PART = r"(?:states?|cells?|memory|activations?|vectors?|values?|content)"
_GATED = re.compile(
    rf"\b(?:update|updated|new|next)\s+(?:gates?|(?:hidden|cell|memory|internal|candidate)(?:\s+{_PART})?)\b|"
    r"\b(?:(?:hidden|cell|memory|internal)\s+)(?:states?\s+)?updates?\b|"
    r"\b(?:update|aktualisierungs)-?\s?(?:gate|tor)s?\b|"
    r"\bneue[rsnm]?\s+(?:versteckte|verborgene|verdeckte|innere)[rsnm]?\s+zustand|\bneue[rsnm]?\s+zell(?:e\b|zustand)|"
    r"\b(?:com)?puertas?\s+de\s+actualizacion|\bnuev[oa]\s+(?:estado\s+(?:oculto|interno|de\s+)|celda|celula|memoria)|"
    r"\bporte\s+de\s+mise\s+a\s+jour|\bnouve(?:l|lle)\s+(?:etat\s+(?:cache|interne|de\s+)|cellule|memoire)|"
    r"\bporta\s+di\s+aggiornamento|\bnuov[oa]\s+(?:stato\s+(?:nascosto|interno|della?\s+)|cella|memoria)|"
    r"\b(?:porta|portao)\s+de\s+atualizacao|\bnov[oa]\s+(?:estado\s+(?:oculto|interno|da\s+)|celula|memoria)|"
    r"更新(?:门|門|ゲート)|新的?(?:隐藏|隱藏|隠れ|细胞|單元|单元|セル)",
    re.IGNORECASE,
)
_CELL = (
    "(?:input|forget|output|update|reset|relevance) gate|(?:cell|hidden|memory|internal)(?: cell)? states?|"
    "(?:candidate|cell)(?: (?:gate|state|cell|value|memory|activation|input))?|cell (?:update|candidate)",
    "(?:eingangs|eingabe|vergessens|vergiss|ausgangs|ausgabe|aktualisierungs|update|reset|input|forget|output)"
    "[ -]?(?:gate|tor)s?|zell(?:e|zustand)|(?:versteckter|verborgener|verdeckter|innerer) zustand|"
    "kandidat(?:en(?:wert|zustand))?",
    "porte (?:d'entree|d'oubli|de sortie|de mise a jour|de reinitialisation|de reset)|cellule(?: candidate)?|candidat|"
    "etat (?:cache|interne|candidat|de (?:la )?(?:cellule|memoire)|cellulaire)",
    "(?:com)?puerta de (?:la )?(?:entrada|olvido|salida|actualizacion|reinicio|reset)|candidat[oa]|"
    "(?:celda|celula)(?: candidata)?|estado (?:oculto|interno|candidato|de (?:la )?(?:celda|celula|memoria))",
    "(?:porta|portao) (?:de )?(?:entrada|esquecimento|saida|atualizacao|reset)|"
    "estado (?:oculto|interno|candidato|da (?:celula|memoria))",
    "(?:porta|cancello|gate) (?:di |d')?(?:ingresso|input|oblio|dimenticanza|uscita|output|aggiornamento|reset)|cella|"
    "stato (?:nascosto|interno|candidato|della (?:cella|memoria))",
    "(?:invoer|ingangs?|vergeet|uitvoer|uitgangs?|update|reset)[ -]?poort|cel(?:toestand)?|"
    "verborgen toestand|kandidaat",
    "bramka (?:wejsciowa|zapominania|zapominajaca|wyjsciowa|aktualizacji|resetujaca)|stan (?:komorki|ukryty)|kandydat",
    "(?:giris|unutma|c[ıi]k[ıi]s|guncelleme|s[ıi]f[ıi]rlama) kap[ıi]s[ıi]|hucre durumu|gizli durum|aday",
    "(?:входной|выходной|забывающий) (?:вентиль|затвор|гейт)|"
    "(?:вентиль|затвор|гейт) (?:входа|забывания|выхода|обновления|сброса)|"
    "состояние (?:ячейки|памяти)|скрытое состояние|кандидат",
    "(?:输入|輸入|遗忘|遺忘|输出|輸出|更新|重置)[门門]|候[选選](?:值|状态|狀態|记忆|記憶|细胞)?|"
    "(?:细胞|細胞|单元|單元|隐藏|隱藏|记忆)(?:状态|狀態)",
    "(?:入力|忘却|出力|更新|リセット)(?:ゲート|門)|候補(?:値|状態|セル)?|(?:セル|隠れ|記憶|内部)状態",
    "(?:입력|망각|출력|업데이트|리셋) ?게이트|후보(?:값| 상태)?|(?:셀|은닉|기억) ?상태",
)
"""What the parts of a gated cell are called, a language a line."""
_LONGEST = 40
_PART_OF_CELL = re.compile("|".join(map(ascii_of, _CELL)), re.IGNORECASE)


def is_part_of_cell(words: str) -> bool:
    """Whether words, in plain characters, are what a part of a gated cell is called, and nothing else.

    >>> [is_part_of_cell(ascii_of(text)) for text in ("porte d'entrée", "入力ゲート", "input", "gate of")]
    [True, True, False, False]
    """
    return _PART_OF_CELL.fullmatch(words) is not None


_STANDS_FOR = (
    (("g", "c_tilde", "C_tilde", "Ct_tilde", "ct_tilde", "chat", "h_tilde", "n"),
     "candidat|kandidat|kandydat|aday|cell (?:gate|update|input|activation)|кандидат|候选|候選|候補|후보"),
    (("f", "Gamma_f"),
     "forget|verge(?:ss|et)|vergiss|oubli|olvido|esquecimento|oblio|dimenticanza|zapomin|unutma|забыв|遗忘|遺忘|忘却|망각"),
    (("z", "u", "Gamma_u"),
     "update|aktuali|mise a jour|actualizacion|atualizacao|aggiornamento|guncelleme|обновлени|更新|업데이트"),
    (("r", "Gamma_r"), "reset|reinici|reinitial|s[ıi]f[ıi]rlama|сброс|重置|リセット|리셋"),
    (("h",), "hidden|versteckt|verborgen|verdeckt|cache|oculto|nascosto|ukryty|gizli|скрыт|隐藏|隱藏|隠れ|은닉"),
    (("i", "Gamma_i", "Gamma_u"),
     "input|ein(?:gang|gabe)|entree|entrada|ingresso|invoer|ingang|wejsciow|giris|вход|输入|輸入|入力|입력"),
    (("o", "Gamma_o"),
     "output|aus(?:gang|gabe)|sortie|salida|saida|uscita|uitvoer|uitgang|wyjsciow|c[ıi]k[ıi]s|выход|输出|輸出|出力|출력"),
    (("c", "C", "s"),
     "cell|zell|celda|celula|memor|komorki|hucre|ячейк|памят|细胞|細胞|单元|單元|记忆|セル|記憶|셀|기억|cel"),
)  # fmt: skip
"""What books write for a part of a cell (Goodfellow, Olah, Ng, Cho), and the stems of the words for it."""
_STANDS = tuple((letters, re.compile(ascii_of(stems), re.IGNORECASE)) for letters, stems in _STANDS_FOR)


def symbols_of(words: str) -> tuple[str, ...]:
    """What may stand for the part of a gated cell that words, in plain characters, are for; nothing of other words.

    >>> symbols_of("forget gate"), symbols_of("Zellzustand"), symbols_of("gate of")
    (('f', 'Gamma_f'), ('c', 'C', 's'), ())
    """
    if not is_part_of_cell(words):
        return ()
    return next((letters for letters, stems in _STANDS if stems.search(words)), ())


def names_part_of_cell(text: str) -> bool:
    """Whether a text is what a part of a gated cell is called, and nothing else.

    >>> names_part_of_cell("Forget gate:"), names_part_of_cell("Forget gate f")
    (True, False)
    """
    return len(text) < _LONGEST and is_part_of_cell(ascii_of(text).strip(" :"))


def without_cells(text: str) -> str:
    """A text in plain characters without what it says of the parts of a gated cell.

    >>> without_cells("Update gate:"), without_cells("nuevo estado oculto"), without_cells("new weights")
    (':', '', 'new weights')
    """
    return _GATED.sub("", ascii_of(text))
